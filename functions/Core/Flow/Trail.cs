using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>
/// What leads back from an update: to the document before it, and to the bytes that it folds. It is stored beside the update and not sent
/// to viewers.
/// </summary>
public sealed record Trail
{
    /// <summary>How <see cref="Undo"/> is to be read: a patch, or the whole document where a patch would be no smaller.</summary>
    public UpdateKind UndoKind { get; init; }

    /// <summary>What turns the document after the update into the one before; empty for a log and for a first document.</summary>
    public ReadOnlyMemory<byte> Undo { get; init; }

    /// <summary>The document after the update, now and then, where the update itself does not hold it: a place for a way back to begin.</summary>
    public ReadOnlyMemory<byte> Whole { get; init; }

    /// <summary>The Raws that the update folds, in the hub's order.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>The document one update earlier.</summary>
    /// <exception cref="InvalidOperationException">There is none: the update is the first, or of a log.</exception>
    public ReadOnlyMemory<byte> Before(ReadOnlyMemory<byte> document) => Undo.IsEmpty
        ? throw new InvalidOperationException("Nothing is before the first document.")
        : UndoKind == UpdateKind.State ? Undo : MergePatch.Apply(document, Undo);
}
