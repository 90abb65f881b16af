using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;

namespace LiveView.Viewer;

/// <summary>
/// Follows one tier. Pure: it is told what arrived, says what to show, and wishes to ask the server when in doubt.
/// <code>
///   join the group ─▶ ask ─▶ hold what arrives ─▶ answer: shown ─▶ held: next shown, known dropped, ahead: ask again ─▶ live
/// </code>
/// </summary>
/// <remarks>Not for several threads at once: whoever owns the connection owns the follower.</remarks>
public class Follower(string tier)
{
    /// <summary>Updates that are held while the server is asked; were there more, all are dropped, for the answer holds them too.</summary>
    public const int Capacity = 1_000;

    private readonly SortedDictionary<long, ViewerUpdate> _held = [];

    /// <summary>The tier's full name.</summary>
    public string Tier { get; } = tier;

    /// <summary>What is shown; null before the first.</summary>
    public Position? Position { get; private set; }

    /// <summary>The document of a state tier.</summary>
    public ReadOnlyMemory<byte> Document { get; private set; } = CanonicalJson.Empty;

    /// <summary>The hash of what is shown.</summary>
    public string Hash { get; private set; } = StateHash.Origin;

    /// <summary>The server should be asked. A viewer that has just joined wishes it; a cut or a silence is told by <see cref="Doubt"/>.</summary>
    public bool WishesToAsk { get; private set; } = true;

    /// <summary>From where to ask; null asks for the whole state.</summary>
    public Position? AskFrom { get; private set; }

    /// <summary>How many updates are held.</summary>
    public int Held => _held.Count;

    /// <summary>Something may have been missed: a connection was cut, nothing came for long.</summary>
    public void Doubt() => WishesToAsk = true;

    /// <summary>An update arrived over the connection.</summary>
    public IReadOnlyList<Change> Take(ViewerUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.Tier != Tier)
            return [];
        if (WishesToAsk)
        {
            Hold(update);
            return [];
        }

        List<Change> changes = [];
        Apply(update, changes);
        return changes;
    }

    /// <summary>The server answered.</summary>
    public IReadOnlyList<Change> Take(CatchUpAnswer answer)
    {
        List<Change> changes = [];
        WishesToAsk = false;
        switch (answer)
        {
            case CatchUpAnswer.Updates updates:
                foreach (var update in updates.List)
                    Apply(update, changes);
                break;
            case CatchUpAnswer.State state:
                ShowWhole(state.Whole, null, changes);
                break;
            case CatchUpAnswer.Gap gap:
                ShowWhole(gap.Whole, gap.Missing, changes);
                break;
        }

        ViewerUpdate[] held = [.. _held.Values];
        _held.Clear();
        foreach (var update in held)
        {
            // Of a history that the server does not tell: over, or so new that the answer did not know it. One more question tells which.
            if (Position is { } here && here.Epoch != update.Position.Epoch)
                WishesToAsk = true;
            else
                Apply(update, changes);
        }

        return changes;
    }

    /// <summary>Where an update stands, seen from what is shown.</summary>
    protected virtual Verdict Judge(Position update) =>
        Position is not { } here || update.Epoch != here.Epoch || update.Offset > here.Offset + 1 ? Verdict.Ahead
        : update.Offset == here.Offset + 1 ? Verdict.Next
        : Verdict.Known;

    /// <summary>Whether what would be shown is what was committed.</summary>
    protected virtual bool IsProven(string hash, string expected) => hash == expected;

    private void Apply(ViewerUpdate update, List<Change> changes)
    {
        switch (Judge(update.Position))
        {
            case Verdict.Next when Prove(update, out var document, out var entries):
                Show(update, document, entries, whole: false, missing: null, changes);
                break;
            case Verdict.Next:
                // What we show or what we got is not what was committed: begin from the whole state.
                (WishesToAsk, AskFrom) = (true, null);
                break;
            case Verdict.Ahead:
                Hold(update);
                WishesToAsk = true;
                break;
        }
    }

    private void Hold(ViewerUpdate update)
    {
        if (_held.Count >= Capacity)
            _held.Clear();
        _held[update.Position.Offset] = update;
    }

    private void ShowWhole(ViewerUpdate whole, Missing? missing, List<Change> changes)
    {
        // An answer may have been overtaken by what came over the connection; only one that says so takes a viewer back.
        if (missing is null && Position is { } here && here.Epoch == whole.Position.Epoch
            && (here.Offset > whole.Position.Offset || (here.Offset == whole.Position.Offset && AskFrom is not null)))
        {
            WishesToAsk = AskFrom is null;
            return;
        }

        // Of a log in whose middle a viewer begins the first hash is taken on trust: nothing before it is there to prove it with.
        if (whole.Kind != UpdateKind.Events && !IsProven(StateHash.Of(whole.Data.Span), whole.Hash))
        {
            (WishesToAsk, AskFrom) = (true, null);
            return;
        }

        Show(whole, whole.Kind == UpdateKind.Events ? CanonicalJson.Empty : whole.Data, Entries(whole), whole: true, missing, changes);
    }

    private void Show(
        ViewerUpdate update, ReadOnlyMemory<byte> document, List<ReadOnlyMemory<byte>> entries, bool whole, Missing? missing, List<Change> changes)
    {
        (Position, AskFrom, Document, Hash) = (update.Position, update.Position, document, update.Hash);
        changes.Add(new(update.Position, whole, entries, update.Hash, missing) { Document = document, Committed = update.Committed });
    }

    private bool Prove(ViewerUpdate update, out ReadOnlyMemory<byte> document, out List<ReadOnlyMemory<byte>> entries)
    {
        (document, entries) = (Document, []);
        try
        {
            switch (update.Kind)
            {
                case UpdateKind.Events:
                    entries = Entries(update);
                    return IsProven(entries.Aggregate(Hash, static (hash, entry) => StateHash.Chain(hash, entry.Span)), update.Hash);
                case UpdateKind.Patch:
                    document = MergePatch.Apply(Document, update.Data);
                    break;
                case UpdateKind.State:
                    document = update.Data;
                    break;
            }

            return IsProven(StateHash.Of(document.Span), update.Hash);
        }
        catch (Exception broken) when (broken is FormatException or JsonException or InvalidOperationException)
        {
            return false; // what no document may hold is as wrong as a wrong hash
        }
    }

    private static List<ReadOnlyMemory<byte>> Entries(ViewerUpdate update)
    {
        if (update.Kind != UpdateKind.Events)
            return [];
        using var json = JsonDocument.Parse(update.Data);
        return [.. json.RootElement.EnumerateArray().Select(static entry => new ReadOnlyMemory<byte>(JsonMarshal.GetRawUtf8Value(entry).ToArray()))];
    }
}
