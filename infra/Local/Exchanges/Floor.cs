using System.Globalization;
using System.Text.Json;
using LiveView.Local.Exchanges.Formats;

namespace LiveView.Local.Exchanges;

/// <summary>The trading floor of one exchange: what happens, in order, and everybody who listens. Gaps on order.</summary>
internal sealed class Floor(IExchangeFormat format, SessionRecording? recording, ExchangeOptions options)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private readonly Dictionary<string, int> _gaps = new(StringComparer.Ordinal);
    private int _next;
    private decimal _owed;

    public IExchangeFormat Format => format;

    public SessionRecording? Recording => recording;

    /// <summary>Messages that were made, whether anybody heard them or not.</summary>
    public long Told { get; private set; }

    /// <summary>Trades that happened.</summary>
    public long Trades { get; private set; }

    /// <summary>Whether anything happens; a test stops it to compare.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Leaves out the next messages of a symbol that are about its book or its trades.</summary>
    public void LeaveOut(string symbol, int count)
    {
        lock (_gate)
            _gaps[symbol] = count;
    }

    /// <summary>Cuts everybody off.</summary>
    public int Cut()
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
                listener.Cut();
            return _listeners.Count;
        }
    }

    /// <summary>What is true, for comparison: the whole book of a symbol and its last trade.</summary>
    public string? Truth(string symbol)
    {
        lock (_gate)
        {
            if (format.Instruments.FirstOrDefault(instrument => instrument.Symbol == symbol) is not { } instrument)
                return null;
            static string Side(IEnumerable<KeyValuePair<decimal, decimal>> levels) => string.Join(
                ',', levels.Select(static level => string.Create(CultureInfo.InvariantCulture, $"\"{level.Key}\":\"{level.Value}\"")));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"sequence\":{instrument.Sequence},\"trade\":{instrument.TradeId},\"last\":\"{instrument.Last}\",\"bids\":{{{Side(instrument.Bids)}}},\"asks\":{{{Side(instrument.Asks)}}}}}");
        }
    }

    /// <summary>The order book of a symbol as REST answers it; null when there is none.</summary>
    public string? Depth(string symbol)
    {
        lock (_gate)
        {
            return recording is not null ? recording.Books.GetValueOrDefault(symbol)
                : format.Instruments.FirstOrDefault(instrument => instrument.Symbol == symbol) is { } instrument ? BinanceFormat.Depth(instrument) : null;
        }
    }

    public async Task ListenAsync(Listener listener, string query, CancellationToken token)
    {
        lock (_gate)
        {
            foreach (var message in format.Greet(query))
                listener.Tell(message);
            if (recording is null)
                _listeners.Add(listener);
        }

        var playing = recording is null ? Task.CompletedTask : PlayAsync(recording, listener, token);
        await listener.RunAsync(order => Answer(order), token);
        lock (_gate)
            _listeners.Remove(listener);
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Things happen, until told to stop.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Beat, options.Time);
        while (await timer.WaitForNextTickAsync(token))
        {
            if (IsOpen && recording is null && format.Instruments.Count > 0)
                Happen();
        }
    }

    private static async Task PlayAsync(SessionRecording recording, Listener listener, CancellationToken token)
    {
        foreach (var frame in recording.Frames)
        {
            if (!listener.Tell(frame))
                return;
            if (recording.Pause > TimeSpan.Zero)
                await Task.Delay(recording.Pause, TimeProvider.System, token);
        }
    }

    private List<string> Answer(JsonElement order)
    {
        if (recording is not null)
            return [];
        lock (_gate)
            return [.. format.Answer(order)]; // snapshots stand in line with what happens
    }

    private void Happen()
    {
        lock (_gate)
        {
            _owed += options.MovesPerSecond * (decimal)Beat.TotalSeconds;
            for (; _owed >= 1; _owed--)
            {
                var instrument = format.Instruments[_next++ % format.Instruments.Count];
                var move = instrument.Next();
                Trades += move.Trade is null ? 0 : 1;
                var left = _gaps.GetValueOrDefault(instrument.Symbol);
                if (left > 0)
                    _gaps[instrument.Symbol] = left - 1;
                foreach (var message in format.Tell(instrument, move, options.Time.GetUtcNow()))
                {
                    Told++;
                    for (var i = 0; left <= 0 && i < _listeners.Count; i++)
                    {
                        if (!_listeners[i].Tell(message))
                            _listeners[i].Cut();
                    }
                }
            }
        }
    }
}
