using System.Diagnostics;
using System.Globalization;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>
/// A station while its handler is killed three times. In a minute; <c>LIVEVIEW_STATION_MINUTES=10</c> makes it ten, with everything else the same:
/// segments of 2 s, a lead of 8 s and a tick every 2 s, where a usual station has 4 s, 15 s and 5 s.
/// </summary>
public sealed class StationTests(ITestOutputHelper output)
{
    private const int Kills = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "100")]
    [Trait("Requirement", "98")]
    public async Task A_viewer_of_a_station_sees_no_rewind_across_three_killed_handlers()
    {
        var length = TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("LIVEVIEW_STATION_MINUTES") ?? "1", CultureInfo.InvariantCulture));
        await using var station = await RunningStation.StartAsync(Token);
        await using var events = Watcher.Start(station.Http.BaseAddress!, "tv:pattern/events");
        await using var now = Watcher.Start(station.Http.BaseAddress!, "tv:pattern/now");
        await using var player = new StationPlayer(station);
        var started = Stopwatch.GetTimestamp();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var due = length * kill / (Kills + 1);
            await Eventually.Until($"it is time for kill {kill}", () => Stopwatch.GetElapsedTime(started) >= due, Token, length + TimeSpan.FromMinutes(1));
            await station.KillHandlerAsync(Token);
        }

        await Eventually.Until("the time is over", () => Stopwatch.GetElapsedTime(started) >= length, Token, length + TimeSpan.FromMinutes(1));
        await Eventually.Until("it has shown all of it", () => player.Shown.Count * 2 >= length.TotalSeconds - 10, Token, TimeSpan.FromSeconds(30));
        await player.DisposeAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes} min, {Kills} kills: {player.Watch.Seen} playlists, {player.Watch.Segments} segments listed, {player.Shown.Count} shown, {player.Missed} missed, {player.Unanswered} reloads unanswered, at most {player.Behind.TotalSeconds:F1} s behind; faults: {player.Watch.Faults.Count}, events {events.Shown.Count}"));
        Assert.Empty(player.Watch.Faults);
        Assert.Equal(0, player.Missed);
        Assert.All(player.Shown.Zip(player.Shown.Skip(1)), static pair => Assert.True(pair.First < pair.Second)); // no rewind
        foreach (var watcher in new[] { events, now })
        {
            Assert.Empty(watcher.Faults);
            Assert.Equal(Enumerable.Range(0, watcher.Shown.Count).Select(i => watcher.Shown[0] + i), watcher.Shown);
            await Eventually.Until("it shows what the server has", () => watcher.AgreesAsync(station.Http, Token), Token);
        }
    }
}
