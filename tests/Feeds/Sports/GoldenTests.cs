namespace LiveView.Feeds.Tests.Sports;

/// <summary>Whole events in the providers' shape, written by hand, and the whole documents that they make.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string> Sports => new() { { "baseball", "baseball/mlb" }, { "hockey", "hockey/nhl" } };

    [Theory]
    [MemberData(nameof(Sports))]
    public void An_event_makes_these_documents(string name, string target)
    {
        var boards = new Boards(target);
        var split = boards.PollBody(File.ReadAllBytes(Path("board")));
        Assert.Empty(split.Refusals);
        var state = boards.State();
        var made = $"{split.Raws[0].Topic}\n{state.Title}\n{state.Phase}\n{boards.Score()}\n{boards.Stats()}\n{string.Join('\n', boards.Log.Select(static line => line.Entry))}\n";
        Assert.Equal(File.ReadAllText(Path("golden")), made);

        string Path(string kind) => System.IO.Path.Combine(AppContext.BaseDirectory, "Sports", "Golden", $"{name}.{kind}.{(kind == "board" ? "json" : "txt")}");
    }
}
