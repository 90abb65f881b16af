namespace LiveView.Local.Exchanges;

/// <summary>A recorded session: its frames are sent to whoever connects, once, in order.</summary>
/// <param name="Exchange">Whose it is: <c>coinbase</c>, <c>binance</c>, <c>kraken</c>.</param>
/// <param name="Frames">The frames.</param>
/// <param name="Books">Order books that are asked for by REST, by symbol; Binance only.</param>
/// <param name="Pause">Between two frames.</param>
internal sealed record SessionRecording(string Exchange, IReadOnlyList<string> Frames, IReadOnlyDictionary<string, string> Books, TimeSpan Pause);
