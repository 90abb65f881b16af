using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Tv;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>A station that a test brings, ticks and commands, folded as the kernel folds it: each time from what was committed.</summary>
internal sealed class Channel
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly TvFeed _feed = new();
    private readonly List<JsonElement> _events = [];

    public Channel(string catalogue, DateTimeOffset? at = null) => Assert.IsType<FoldResult.Folded>(Bring(catalogue, at ?? Start));

    public static Topic Topic { get; } = Topic.Parse("tv:one");

    public TopicState? State { get; private set; }

    /// <summary>As another process would read it.</summary>
    public Station Station => Station.Read(State!)!; // every test brings one

    /// <summary>The log, in order.</summary>
    public IReadOnlyList<JsonElement> Events => _events;

    public IEnumerable<string> Words => _events.Select(static entry => entry.GetProperty("event").GetString()!);

    public JsonElement Now => JsonElement.Parse(State!.Documents["now"].Span);

    public FoldResult Bring(string catalogue, DateTimeOffset at)
    {
        var split = _feed.Split(new("push", Topic.Key, Encoding.UTF8.GetBytes(catalogue), at), null);
        return split.Raws is [var raw] ? Fold(raw) : new FoldResult.Rejected(split.Refusals[0].Reason, split.Refusals[0].Detail);
    }

    public FoldResult Tick(DateTimeOffset at) => Fold(StationRaw.Tick(Topic, at));

    public FoldResult Want(string id, CommandKind kind, params string[] paths) => Fold(StationRaw.Wanted(Topic, Start, new(id, kind, [.. paths.Select(Path)])));

    public FoldResult Probe(string path, string? trouble, DateTimeOffset at) => Fold(StationRaw.Probed(Topic, at, Path(path), trouble));

    public string? Playlist(DateTimeOffset at) => Station.Playlist(at)?.ToString();

    public FoldResult Fold(Raw raw)
    {
        var result = _feed.Fold(State, raw);
        if (result is FoldResult.Folded folded)
        {
            State = folded.State;
            _events.AddRange(folded.Entries.Select(static entry => JsonElement.Parse(entry.Entry.Span)));
        }

        return result;
    }

    public static MediaPath Path(string text) => MediaPath.TryParse(text, out var path) ? path : throw new FormatException(text);

    /// <summary>Two series of three episodes, a film and two bumpers, in segments of up to 4 s; one time through takes some minutes.</summary>
    public static string Catalogue(long version = 1, string seed = "one", string order = "shuffle", int lead = 12, params string[] without)
    {
        var items = new Dictionary<string, object>();
        foreach (var (series, seconds) in new[] { ("Alpha & Co <1>", 22), ("Běta “2”", 31) })
        {
            for (var episode = 1; episode <= 3; episode++)
                items[$"shows/{series}/e{episode}"] = new { title = $"{series} {episode}", series, season = 1, episode, duration = (seconds * 1_000) + (episode * 700) };
        }

        items["films/Metropolis"] = new { title = "Metropolis", duration = 61_300 };
        items["bumpers/one"] = new { title = "One", duration = 3_000 };
        items["bumpers/two"] = new { title = "Two", cuts = new[] { 2_500, 1_200 } };
        foreach (var path in without)
            items.Remove(path);
        return JsonSerializer.Serialize(new
        {
            version,
            title = "Pattern",
            seed,
            start = "2026-11-21T00:00:00Z",
            target = 4,
            lead,
            items,
            blocks = new object[]
            {
                new { name = "Series", order, bumpers = 2, items = items.Keys.Where(static path => path.StartsWith("shows/", StringComparison.Ordinal)).ToArray() },
                new { name = "Film", bumpers = 1, items = items.Keys.Where(static path => path.StartsWith("films/", StringComparison.Ordinal)).ToArray() },
            },
            bumpers = items.Keys.Where(static path => path.StartsWith("bumpers/", StringComparison.Ordinal)).ToArray(),
        });
    }
}
