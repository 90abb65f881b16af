using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Feeds;

namespace LiveView.Connector.Tests;

/// <summary>One topic as the kernel folds it, and what its log says.</summary>
internal sealed class Topical(Topic topic)
{
    private int _commit;

    public Head? Head { get; private set; }

    public List<JsonElement> Entries { get; } = [];

    public List<DeadLetter> Dead { get; } = [];

    public IEnumerable<JsonElement> Trades => Entries.Where(static entry => entry.GetProperty("type").GetString() == "trade");

    public IEnumerable<JsonElement> Gaps => Entries.Where(static entry => entry.GetProperty("type").GetString() == "gap");

    public void Take(params Delivery[] deliveries)
    {
        var stamp = new CommitStamp((++_commit).ToString("x8", CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch);
        var folded = TopicFold.Fold(FeedCatalog.All["market"], topic, Head, deliveries, stamp);
        Dead.AddRange(folded.DeadLetters);
        Head = folded.Commit?.Head ?? Head;
        foreach (var update in folded.Commit?.Updates ?? [])
        {
            if (update.Kind == UpdateKind.Events)
                Entries.AddRange(JsonDocument.Parse(update.Data).RootElement.EnumerateArray());
        }
    }

    /// <summary>What stands at a path of the market document.</summary>
    public string? At(string path)
    {
        if (Head?.State.Documents.TryGetValue("market", out var document) != true)
            return null;
        var at = JsonDocument.Parse(Encoding.UTF8.GetString(document.Span)).RootElement;
        foreach (var name in path.Split('/'))
        {
            if (!at.TryGetProperty(name, out at))
                return null;
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
    }

    /// <summary>A side of the book as it is shown.</summary>
    public Dictionary<decimal, decimal> Side(string side) => Numbers(At(side) ?? "{}").ToDictionary();

    public static decimal Number(string? text) => decimal.Parse(text ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Prices and sizes of a JSON object.</summary>
    public static IEnumerable<KeyValuePair<decimal, decimal>> Numbers(string json) => JsonDocument.Parse(json).RootElement.EnumerateObject().Select(static level =>
        KeyValuePair.Create(decimal.Parse(level.Name, CultureInfo.InvariantCulture), decimal.Parse(level.Value.GetString()!, CultureInfo.InvariantCulture)));
}
