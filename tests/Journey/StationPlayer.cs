using LiveView.Testing.Hls;

namespace LiveView.Journey.Tests;

/// <summary>
/// Plays a station as a player does: reloads the playlist every second, fetches each segment once, in order, and shows it. It notes whatever a
/// viewer would see as a rewind or a jump.
/// </summary>
internal sealed class StationPlayer : IAsyncDisposable
{
    private static readonly TimeSpan Reload = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly RunningStation _station;
    private readonly Task _playing;

    public StationPlayer(RunningStation station)
    {
        _station = station;
        _playing = PlayAsync();
    }

    public PlaylistWatch Watch { get; } = new();

    /// <summary>The times of the segments that were shown, in the order in which they were.</summary>
    public List<DateTimeOffset> Shown { get; } = [];

    /// <summary>Segments that were left out, because they had left the playlist.</summary>
    public long Missed { get; private set; }

    /// <summary>Reloads to which nobody answered.</summary>
    public int Unanswered { get; private set; }

    /// <summary>The longest that the newest segment lay behind the clock.</summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>Ends the show; what was seen stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_playing.IsCompleted)
            return;
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task PlayAsync()
    {
        using var timer = new PeriodicTimer(Reload);
        long? next = null;
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            if (await _station.PlaylistAsync(_stop.Token) is not { } text)
            {
                Unanswered++;
                continue;
            }

            var playlist = Watch.See(text);
            var last = playlist.Segments[^1];
            var behind = TimeProvider.System.GetUtcNow() - last.Time!.Value.AddTicks((long)(last.Length * TimeSpan.TicksPerSecond));
            Behind = behind > Behind ? behind : Behind;
            next ??= playlist.Last - 2; // three segments from the end, as the standard wants
            Missed += Math.Max(0, playlist.Sequence - next.Value);
            foreach (var segment in playlist.Segments.Where(segment => segment.Number >= next))
            {
                if (await _station.SegmentAsync(segment, _stop.Token) is not { Length: > 0 })
                    break; // once more with the next reload
                Shown.Add(segment.Time!.Value);
                next = segment.Number + 1;
            }
        }
    }
}
