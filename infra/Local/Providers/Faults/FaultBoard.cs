namespace LiveView.Local.Providers;

/// <summary>The faults that were ordered. The first that strikes a request wins; what is spent stays visible until it is deleted.</summary>
internal sealed class FaultBoard(TimeProvider time)
{
    /// <summary>So many orders are kept; more are refused rather than silently forgotten.</summary>
    public const int Most = 100;

    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _faults = [];
    private readonly long[] _totals = new long[Enum.GetValues<FaultKind>().Length];
    private int _lastId;

    /// <summary>Adds an order, or tells in words why not.</summary>
    public (FaultView? View, string? Complaint) Add(Fault fault)
    {
        if (fault.Complaint() is { } complaint)
            return (null, complaint);
        lock (_gate)
        {
            if (_faults.Count == Most)
                return (null, $"There are {Most} faults already: DELETE /faults first.");
            var active = new ActiveFault(++_lastId, fault, time.GetUtcNow());
            _faults.Add(active);
            return (active.View(time.GetUtcNow()), null);
        }
    }

    /// <summary>The fault that strikes this request, if any; it is counted here.</summary>
    public ActiveFault? Next(string league, string provider = "espn")
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var struck = _faults.Find(fault => fault.Strikes(league, provider, now));
            if (struck is not null)
                _totals[(int)struck.Fault.Kind]++;
            return struck;
        }
    }

    public byte[] Freeze(ActiveFault fault, string league, byte[] body)
    {
        lock (_gate)
            return fault.Freeze(league, body);
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    public FaultReport Report()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return new FaultReport(
                [.. _faults.Select(fault => fault.View(now))],
                Enum.GetValues<FaultKind>().ToDictionary(kind => $"{kind}", kind => _totals[(int)kind]));
        }
    }
}
