using System.Collections.Concurrent;

namespace LiveView.Viewer.Tests;

/// <summary>A viewer of one tier and everything it showed.</summary>
internal abstract class Watched : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Shown> _shown = [];
    private readonly List<string> _entries = [];

    public IReadOnlyList<Shown> Shown
    {
        get
        {
            lock (_gate)
                return [.. _shown];
        }
    }

    /// <summary>The entries of a log, as a page that shows them would hold them.</summary>
    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public IReadOnlyList<long> Offsets => [.. Shown.Select(static shown => shown.Offset)];

    public long Offset => Shown is [.., var last] ? last.Offset : 0;

    public string? Document => Shown is [.., var last] ? last.Document : null;

    /// <summary>What it said of errors, the first thousand.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>What it says of its data: <c>fresh</c>, <c>gap</c>, <c>recovering</c>, <c>stale</c>.</summary>
    public abstract string Health { get; }

    /// <summary>Sockets, timers and listeners it holds, and the bytes of its heap once nothing can be collected any more.</summary>
    public abstract Task<(int Handlers, long Heap)> CountAsync();

    /// <summary>How old what is shown is, and how long ago it was known to be current.</summary>
    public abstract Task<(TimeSpan? Age, TimeSpan Checked)> AgeAsync();

    /// <summary>The viewer's own dispose; what watches it goes on.</summary>
    public abstract Task EndAsync();

    public abstract ValueTask DisposeAsync();

    protected void NoteError(string error)
    {
        if (Errors.Count < 1_000)
            Errors.Enqueue(error);
    }

    protected void Note(Shown shown)
    {
        lock (_gate)
        {
            if (shown.Replaces)
                _entries.Clear();
            _entries.AddRange(shown.Entries);
            _shown.Add(shown);
        }
    }
}

/// <summary>One change that was shown.</summary>
internal sealed record Shown(long Offset, string? Document, IReadOnlyList<string> Entries, bool Replaces, bool IsMissingSome);

/// <summary>How long a viewer waits with what, in milliseconds. Null dice are dice.</summary>
internal sealed record Patience(int PollAfter = 60_000, int PollEvery = 60_000, int AuditEvery = 600_000, int StaleAfter = 60_000, double? Dice = null);
