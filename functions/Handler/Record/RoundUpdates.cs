using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Game;

namespace LiveView.Handler.Record;

/// <summary>Makes the updates of a round from its recorded moments: what a viewer would have been given, line by line.</summary>
internal sealed class RoundUpdates(Topic topic, string epoch)
{
    private readonly Dictionary<string, (long Offset, byte[] Document)> _documents = new(StringComparer.Ordinal);
    private long _entries;
    private string _hash = StateHash.Origin;

    /// <summary>The updates of one moment, the log first.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Of(RoundMoment moment)
    {
        _hash = StateHash.Chain(_hash, moment.Entry.Span);
        yield return Update("ticks", ++_entries, UpdateKind.Events, (byte[])[(byte)'[', .. moment.Entry.Span, (byte)']'], _hash, moment.At);
        foreach (var (tier, document) in moment.Documents)
        {
            var known = _documents.GetValueOrDefault(tier);
            if (known.Document is not null && known.Document.AsSpan().SequenceEqual(document.Span))
                continue;
            ReadOnlyMemory<byte> patch = known.Document is null ? document : MergePatch.Diff(known.Document, document);
            var whole = patch.Length >= document.Length;
            _documents[tier] = (known.Offset + 1, document.ToArray());
            yield return Update(tier, known.Offset + 1, whole ? UpdateKind.State : UpdateKind.Patch, whole ? document : patch, StateHash.Of(document.Span), moment.At);
        }
    }

    private ReadOnlyMemory<byte> Update(string tier, long offset, UpdateKind kind, ReadOnlyMemory<byte> data, string hash, DateTimeOffset at) =>
        UpdateJson.Write(new()
        {
            Tier = topic.Tier(tier),
            Position = new(epoch, offset),
            Kind = kind,
            Data = data,
            Hash = hash,
            At = new(at, at, at),
        });
}
