using System.Text;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Core.Wire;

namespace LiveView.Viewer.Tests;

/// <summary>One tier as the server keeps it: a history, of which the last <see cref="Window"/> updates are kept.</summary>
internal sealed class ServedTier(string name, TierKind kind)
{
    private readonly Lock _gate = new();
    private readonly List<Update> _kept = [];
    private ReadOnlyMemory<byte> _document = CanonicalJson.Empty;

    public string Name => name;

    public TierKind Kind => kind;

    public int Window { get; set; } = 1_000;

    public string Epoch { get; private set; } = "e1";

    public long Offset { get; private set; }

    public string Hash { get; private set; } = StateHash.Origin;

    public string Document => Encoding.UTF8.GetString(_document.Span);

    /// <summary>Commits a patch of the document, or an entry of the log.</summary>
    public Update Commit(string json)
    {
        lock (_gate)
        {
            var data = Encoding.UTF8.GetBytes(json);
            var isFirst = Offset == 0;
            if (kind == TierKind.Log)
                Hash = StateHash.Chain(Hash, data);
            else
                Hash = StateHash.Of((_document = MergePatch.Apply(_document, data)).Span);
            Offset++;
            var update = kind == TierKind.Log ? At(UpdateKind.Events, Encoding.UTF8.GetBytes($"[{json}]"))
                : isFirst ? At(UpdateKind.State, _document)
                : At(UpdateKind.Patch, data);
            _kept.Add(update);
            if (_kept.Count > Window)
                _kept.RemoveAt(0);
            return update;
        }
    }

    /// <summary>Another history begins.</summary>
    public void Restart(string epoch)
    {
        lock (_gate)
        {
            (Epoch, Offset, Hash, _document) = (epoch, 0, StateHash.Origin, CanonicalJson.Empty);
            _kept.Clear();
        }
    }

    /// <summary>The answer of the contract to somebody who stands at a position.</summary>
    public (int Status, string Tag, string Body) CatchUp(string tag)
    {
        lock (_gate)
        {
            var here = $"\"{Epoch}:{Offset}\"";
            if (Offset == 0)
                return (404, here, """{"answer":"none"}""");
            if (tag == here)
                return (304, here, "");
            if (!Position.TryParse(tag, out var there))
                return (200, here, $$"""{"answer":"state","state":{{Whole()}}}""");
            if (there.Epoch != Epoch)
                return (200, here, $$"""{"answer":"gap","missing":{"from":{{there.Offset + 1}},"reason":"epoch"},"state":{{Whole()}}}""");
            if (there.Offset + 1 < _kept[0].Position.Offset)
                return (200, here, $$"""{"answer":"gap","missing":{"from":{{there.Offset + 1}},"to":{{_kept[0].Position.Offset - 1}},"reason":"retention"},"state":{{Whole()}}}""");
            return (200, here, $$"""{"answer":"updates","updates":[{{string.Join(',', _kept.Where(update => update.Position.Offset > there.Offset).Select(Text))}}]}""");
        }
    }

    public static string Text(Update update) => Encoding.UTF8.GetString(UpdateJson.Write(update).Span);

    private string Whole() => Text(kind == TierKind.State
        ? At(UpdateKind.State, _document)
        : At(UpdateKind.Events, Encoding.UTF8.GetBytes($"[{string.Join(',', _kept.Select(static update => Encoding.UTF8.GetString(update.Data.Span)[1..^1]))}]")));

    private Update At(UpdateKind update, ReadOnlyMemory<byte> data)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new() { Tier = Tier.Parse(name), Position = new(Epoch, Offset), Kind = update, Data = data, Hash = Hash, At = new(null, now, now) };
    }
}
