using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using LiveView.Connector.Bursts;
using LiveView.Connector.Exchanges;
using LiveView.Connector.Sockets;
using LiveView.Core.Feeds;
using LiveView.Feeds.Market;

namespace LiveView.Connector;

/// <summary>
/// Keeps one exchange connected for as long as the process lives:
/// <code>
///   connect, subscribe ─▶ frame ─▶ in order? ─▶ lanes
///        ▲                            └─ gap: have that book sent anew
///        └── ended, broken, silent: tell viewers, wait (full jitter), again
/// </code>
/// One bad frame is refused and counted; the connection lives on.
/// </summary>
internal sealed partial class Session(
    IExchange exchange, Lanes lanes, ConnectorMetrics metrics, Chance chance, TimeProvider time, ILogger<Session> log)
{
    /// <summary>A connection that lasted this long was a good one: the next failure is a first one.</summary>
    private static readonly TimeSpan GoodAfter = TimeSpan.FromSeconds(10);

    /// <summary>Between two questions to the same exchange: public interfaces have limits.</summary>
    private static readonly TimeSpan BetweenResyncs = TimeSpan.FromMilliseconds(200);

    /// <summary>A book that was asked for in the stream and has not come by then is asked for again with its next change.</summary>
    private static readonly TimeSpan BookWithin = TimeSpan.FromSeconds(10);

    private readonly MarketStream _stream = new(exchange.Provider);
    private readonly Lock _gate = new();

    public string Provider => exchange.Provider;

    /// <summary>Whether frames are coming in.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>When the last frame came.</summary>
    public DateTimeOffset? LastFrame { get; private set; }

    /// <summary>Runs until told to stop.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        var failures = 0;
        while (!token.IsCancellationRequested)
        {
            var (reason, connected) = ("closed", (long?)null);
            try
            {
                await using var socket = await exchange.OpenAsync(token);
                connected = time.GetTimestamp();
                metrics.Connected(Provider);
                Log.Connected(log, Provider);
                await FollowAsync(socket, token);
            }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong: nobody else would connect again, or tell viewers that nothing comes
            catch (Exception) when (token.IsCancellationRequested)
            {
                reason = "stopped";
            }
            catch (Exception fault)
            {
                reason = fault.GetType().Name;
                Broke(fault);
            }
#pragma warning restore CA1031

            IsConnected = false;
            lock (_gate)
                Gather(_stream.Cut(token.IsCancellationRequested ? "stopped" : "disconnected"));
            if (token.IsCancellationRequested)
                return;
            // One that greets and closes was no good one: an exchange in maintenance is not to be asked twice a second for hours.
            failures = connected is { } since && time.GetElapsedTime(since) >= GoodAfter ? 1 : failures + 1;
            var wait = Backoff.After(failures, chance.Roll());
            Log.Again(log, Provider, reason, failures, wait.TotalMilliseconds);
            await Task.Delay(wait, time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsExpected(Exception fault) => fault is WebSocketException or HttpRequestException or TimeoutException or IOException
        or InvalidDataException or JsonException or KeyNotFoundException or TaskCanceledException;

    private void Broke(Exception fault)
    {
        if (IsExpected(fault))
        {
            Log.Broken(log, Provider, fault.Message);
            return;
        }

        metrics.Faulted("session");
        Log.Faulted(log, fault, Provider);
    }

    private async Task FollowAsync(ExchangeSocket socket, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        // At most one wish an instrument is under way, so that it never fills; were it full, the next gap would ask again.
        var wishes = Channel.CreateBounded<MarketResync>(new BoundedChannelOptions(4_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var resyncing = ResyncAsync(socket, wishes, ended.Token);
        try
        {
            while (await socket.ReceiveAsync(token) is { } message)
            {
                foreach (var frame in exchange.Unwrap(message))
                    Take(frame, wishes.Writer);
                IsConnected = true;
                LastFrame = time.GetUtcNow();
            }
        }
        finally
        {
            await ended.CancelAsync();
            await resyncing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(ReadOnlyMemory<byte> frame, ChannelWriter<MarketResync> wishes)
    {
        metrics.Received(Provider, frame.Length);
        lock (_gate)
        {
            var parts = _stream.Take(frame, out var refusal);
            if (refusal is not null)
                Refuse(refusal);
            Gather(parts);
            foreach (var wish in _stream.TakeResyncs())
            {
                metrics.Resynced(Provider, wish.Reason);
                wishes.TryWrite(wish);
            }
        }
    }

    private void Gather(IReadOnlyList<MarketPart> parts)
    {
        foreach (var part in parts)
        {
            if (!lanes.Add(Provider, part))
                _stream.Lose(part.Symbol, "overflow");
        }
    }

    // It goes on like any other: the fold refuses it too, and keeps its bytes as a dead letter.
    private void Refuse(Refusal refusal)
    {
        metrics.Refused(Provider);
        Log.Refused(log, Provider, refusal.Reason, refusal.Bytes.Length, refusal.Detail);
        lanes.Add(Provider, MarketFrames.Unreadable(Provider, refusal.Bytes.Span));
    }

    // A failure is asked again with a later change of the book, which still has none; later from time to time, for an exchange that is asked too
    // often answers nobody. Other books are asked for meanwhile.
    private async Task ResyncAsync(ExchangeSocket socket, Channel<MarketResync> wishes, CancellationToken token)
    {
        Dictionary<string, int> failures = new(StringComparer.Ordinal); // of each symbol in a row
        await foreach (var wish in wishes.Reader.ReadAllAsync(token))
        {
            try
            {
                if (await exchange.ResyncAsync(socket, wish, token) is { } answer)
                    Take(answer, wishes.Writer); // it may end before the changes that wait for it: then the next one is wanted
                else
                    _ = ForgetAsync(wish, BookWithin, token);
                failures.Remove(wish.Symbol);
            }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong: no other book would be asked for
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                if (!IsExpected(fault))
                    metrics.Faulted("resync");
                Log.NoBook(log, fault, Provider, wish.Symbol);
                failures[wish.Symbol] = failures.GetValueOrDefault(wish.Symbol) + 1;
                _ = ForgetAsync(wish, Backoff.After(failures[wish.Symbol], chance.Roll()), token);
            }
#pragma warning restore CA1031

            await Task.Delay(BetweenResyncs, time, token);
        }
    }

    private async Task ForgetAsync(MarketResync wish, TimeSpan after, CancellationToken token)
    {
        await Task.Delay(after, time, token);
        lock (_gate)
            _stream.Forget(wish);
    }

    private static partial class Log
    {
        [LoggerMessage(9701, LogLevel.Information, "{Provider} is connected.")]
        public static partial void Connected(ILogger logger, string provider);

        [LoggerMessage(9702, LogLevel.Warning, "The connection to {Provider} broke: {Detail}")]
        public static partial void Broken(ILogger logger, string provider, string detail);

        [LoggerMessage(9703, LogLevel.Information, "{Provider} ended ({Reason}), {Failures} times in a row; again in {Wait} ms.")]
        public static partial void Again(ILogger logger, string provider, string reason, int failures, double wait);

        [LoggerMessage(9704, LogLevel.Warning, "A frame of {Provider} was not taken ({Reason}, {Bytes} bytes): {Detail}")]
        public static partial void Refused(ILogger logger, string provider, Rejection reason, int bytes, string detail);

        [LoggerMessage(9705, LogLevel.Warning, "{Provider} did not send the book of {Symbol}.")]
        public static partial void NoBook(ILogger logger, Exception failure, string provider, string symbol);

        [LoggerMessage(9706, LogLevel.Error, "The connection to {Provider} ended by a defect of ours; it is made again.")]
        public static partial void Faulted(ILogger logger, Exception defect, string provider);
    }
}
