using LiveView.Core.Feeds;
using LiveView.Feeds.Tv;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>What an operator can want of a station.</summary>
public sealed class CommandTests
{
    [Fact]
    [Trait("Requirement", "123")]
    public void A_skip_leaves_what_is_on_where_a_segment_ends_and_goes_on_with_what_would_have_followed()
    {
        var channel = Ticked(200);
        var (before, edge) = (channel.Station.Playout, channel.Station.Edge);
        var on = before.At(edge)!.Value;
        channel.Want("a", CommandKind.Skip);
        var cut = channel.Station.Playout.At(edge)!.Value;
        Assert.True(cut.End >= edge && cut.End < on.End && cut.End - edge <= 4_000);
        Assert.Equal(before.Next(on).Item.Path, channel.Station.Playout.Next(cut).Item.Path);
        Assert.Equal("skipped", channel.Words.Last());
        Assert.Equal("command", channel.Events[^1].GetProperty("reason").GetString());
    }

    [Fact]
    [Trait("Requirement", "123")]
    public void A_command_that_is_sent_again_happens_once()
    {
        var channel = Ticked(200);
        Assert.IsType<FoldResult.Folded>(channel.Want("a", CommandKind.Skip));
        var once = channel.State;
        Assert.IsType<FoldResult.Unchanged>(channel.Want("a", CommandKind.Skip));
        Assert.IsType<FoldResult.Unchanged>(channel.Want("a", CommandKind.Next, "films/Metropolis"));
        Assert.Equal(once, channel.State);
    }

    [Fact]
    public void Next_shows_one_thing_after_what_is_on_and_then_goes_on()
    {
        var channel = Ticked(200);
        var (before, edge) = (channel.Station.Playout, channel.Station.Edge);
        channel.Want("a", CommandKind.Next, "films/Metropolis");
        channel.Want("b", CommandKind.Next, "shows/Běta “2”/e3");
        var after = channel.Station.Playout;
        string[] expected = [before.At(edge)!.Value.Item.Path.ToString(), "shows/Běta “2”/e3", "films/Metropolis", .. before.From(edge).Skip(1).Take(30).Select(static airing => airing.Item.Path.ToString())];
        Assert.Equal(expected, after.From(edge).Take(33).Select(static airing => airing.Item.Path.ToString()));
    }

    [Fact]
    public void Reorder_shows_the_next_programmes_in_another_order_and_the_bumpers_where_they_were()
    {
        var channel = Ticked(200);
        var (before, edge) = (channel.Station.Playout, channel.Station.Edge);
        string[] coming = [.. before.From(edge).Skip(1).Where(static airing => !airing.Item.IsBumper).Take(3).Select(static airing => airing.Item.Path.ToString())];
        channel.Want("a", CommandKind.Reorder, coming[2], coming[0], coming[1]);
        var after = channel.Station.Playout.From(edge).Take(40).ToList();
        Assert.Equal([coming[2], coming[0], coming[1]], after.Skip(1).Where(static airing => !airing.Item.IsBumper).Take(3).Select(static airing => airing.Item.Path.ToString()));
        Assert.Equal(before.From(edge).Take(40).Select(static airing => airing.Item.IsBumper), after.Select(static airing => airing.Item.IsBumper));
        Assert.Equal(before.From(edge).Skip(12).Take(28).Select(static airing => airing.Item.Path), after.Skip(12).Select(static airing => airing.Item.Path));
    }

    [Theory]
    [InlineData(CommandKind.Next, "not in the catalogue", "shows/nowhere")]
    [InlineData(CommandKind.Reorder, "not what comes next", "films/Metropolis", "films/Metropolis")]
    public void What_cannot_be_done_is_said_in_the_log(CommandKind kind, string reason, params string[] paths)
    {
        var channel = Ticked(200);
        var before = channel.Playlist(Channel.Start.AddSeconds(212));
        channel.Want("a", kind, paths);
        Assert.Equal("refused", channel.Words.Last());
        Assert.Equal(reason, channel.Events[^1].GetProperty("reason").GetString());
        Assert.Equal(before, channel.Playlist(Channel.Start.AddSeconds(212)));
    }

    [Theory]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","command":"stop"}""")]
    [InlineData("""{"id":"a/b","command":"skip"}""")]
    [InlineData("""{"command":"skip"}""")]
    [InlineData("""{"id":"a","command":"next"}""")]
    [InlineData("""{"id":"a","command":"next","items":["shows/../x"]}""")]
    [InlineData("""{"id":"a","command":"reorder","items":["shows/a"]}""")]
    [InlineData("""{"id":"a","command":"skip","items":["shows/a"]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_command_is_refused(string json)
    {
        Assert.Null(Command.Read(System.Text.Encoding.UTF8.GetBytes(json), out var problem));
        Assert.NotEqual("", problem);
    }

    [Fact]
    public void A_command_comes_back_from_how_it_travels()
    {
        var command = new Command("a-1", CommandKind.Reorder, [Channel.Path("shows/a"), Channel.Path("films/b & c")]);
        var read = Command.Read(command.ToBytes(), out _)!;
        Assert.Equal((command.Id, command.Kind), (read.Id, read.Kind));
        Assert.Equal(command.Items, read.Items);
    }

    [Fact]
    public void Old_commands_are_forgotten_and_the_memory_stays_small()
    {
        var channel = Ticked(200);
        for (var i = 0; i < 600; i++)
        {
            channel.Want($"c{i}", i % 2 == 0 ? CommandKind.Skip : CommandKind.Next, i % 2 == 0 ? [] : ["films/Metropolis"]);
            channel.Tick(Channel.Start.AddSeconds(200 + (i * 5)));
        }

        Assert.Equal(256, channel.Station.Commands.Count);
        Assert.True(channel.State!.Memory.Length < 60_000, $"{channel.State.Memory.Length}");
    }

    private static Channel Ticked(int second)
    {
        var channel = new Channel(Channel.Catalogue());
        channel.Tick(Channel.Start.AddSeconds(second));
        return channel;
    }
}
