using System.Text.Json;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>How one exchange speaks.</summary>
internal interface IExchangeFormat
{
    string Exchange { get; }

    /// <summary>What is traded there.</summary>
    IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>What a client is told at once when it has connected.</summary>
    IEnumerable<string> Greet(string query);

    /// <summary>What a client is told for an order of its own: acknowledgements, snapshots.</summary>
    IEnumerable<string> Answer(JsonElement order);

    /// <summary>What everybody is told when something happened.</summary>
    IEnumerable<string> Tell(Instrument instrument, Move move, DateTimeOffset now);
}
