using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>Leaves a way back from each update.</summary>
internal static class Trails
{
    /// <summary>A whole document every so many updates: a way back is no longer than this, whatever the window.</summary>
    private const int WholeEvery = 50;

    /// <summary>A row holds 1 MiB. Where a large change meets a large document, the next place of a whole document must do.</summary>
    private const int MaxRowBytes = 900_000;

    /// <summary>What leads back from an update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="head">The head it was made on; null when it is the first of its tier.</param>
    /// <param name="folding">What made it.</param>
    public static Trail Of(Update update, Head? head, Folding folding)
    {
        var name = update.Tier.Name;
        var trail = new Trail { Sources = folding.SourcesOf(name) };
        if (update.Kind == UpdateKind.Events || head is null)
            return trail;
        var (before, after) = (head.State.Documents.GetValueOrDefault(name), folding.State!.Documents[name]); // it has just been committed
        if (before.IsEmpty)
            return trail;
        var patch = MergePatch.Diff(after, before);
        var undo = patch.Length < before.Length ? patch : before;
        var isPlace = update.Kind == UpdateKind.Patch && update.Position.Offset % WholeEvery == 0
            && update.Data.Length + undo.Length + after.Length < MaxRowBytes;
        return trail with
        {
            UndoKind = patch.Length < before.Length ? UpdateKind.Patch : UpdateKind.State,
            Undo = undo,
            Whole = isPlace ? after : default,
        };
    }
}
