using System.Text.Json.Nodes;

namespace LiveView.Simulation.Tests.Checking;

/// <summary>The history of a tier as the table has it, read without the product's code.</summary>
internal sealed class CommittedTier(string name, string epoch)
{
    private readonly List<string> _entries = [];
    private readonly List<int> _entriesUpTo = [0];

    public string Name { get; } = name;

    public string Epoch { get; } = epoch;

    /// <summary>Offset 1 is at 0.</summary>
    public List<CommittedUpdate> Updates { get; } = [];

    public long Offset => Updates.Count;

    /// <summary>The oldest offset that is kept.</summary>
    public long First { get; set; } = 1;

    /// <summary>Offsets that Web PubSub has accepted.</summary>
    public HashSet<long> Accepted { get; } = [];

    /// <summary>Up to where every offset was accepted, or had left the window before.</summary>
    public long Delivered { get; set; }

    public JsonNode? Document { get; private set; }

    public IReadOnlyList<string> Entries => _entries;

    public IEnumerable<string> EntriesOf(long offset) => _entries.Skip(_entriesUpTo[(int)offset - 1]).Take(_entriesUpTo[(int)offset] - _entriesUpTo[(int)offset - 1]);

    public IEnumerable<string> EntriesFromTo(long first, long last) =>
        _entries.Skip(_entriesUpTo[(int)first - 1]).Take(_entriesUpTo[(int)last] - _entriesUpTo[(int)first - 1]);

    public void Add(byte[] bytes)
    {
        var update = JsonNode.Parse(bytes)!;
        var data = update["data"]!;
        switch ((string)update["kind"]!)
        {
            case "state":
                Document = data.DeepClone();
                break;
            case "patch":
                Document = Merge(Document, data);
                break;
            default:
                _entries.AddRange(data.AsArray().Select(static entry => entry!.ToJsonString()));
                break;
        }

        _entriesUpTo.Add(_entries.Count);
        Updates.Add(new(bytes, (string)update["hash"]!, Document?.DeepClone()));
    }

    // RFC 7396, in its own words.
    private static JsonObject Merge(JsonNode? target, JsonNode patch)
    {
        var merged = target?.DeepClone() as JsonObject ?? [];
        foreach (var (name, value) in patch.AsObject())
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value is JsonObject ? Merge(merged[name], value) : value.DeepClone();
        }

        return merged;
    }
}

/// <summary>One committed update: its bytes, its hash, and the document after it.</summary>
internal sealed record CommittedUpdate(byte[] Bytes, string Hash, JsonNode? Document)
{
    private byte[]? _proven;

    /// <summary>Whether bytes are the document after the update; the same bytes are compared once.</summary>
    public bool Is(ReadOnlySpan<byte> shown)
    {
        if (_proven is not null && shown.SequenceEqual(_proven))
            return true;
        if (!JsonNode.DeepEquals(JsonNode.Parse(shown), Document))
            return false;
        _proven = shown.ToArray();
        return true;
    }
}
