namespace LiveView.Local.Providers;

/// <summary>An ordered fault and what it has done. Guarded by its <see cref="FaultBoard"/>.</summary>
internal sealed class ActiveFault(int id, Fault fault, DateTimeOffset since)
{
    private readonly Dictionary<string, byte[]> _frozen = [];
    private long _seen;
    private long _struck;

    public Fault Fault => fault;

    public bool IsActive(DateTimeOffset now) =>
        (fault.Count is not { } count || _struck < count)
        && (fault.DurationSeconds is not { } seconds || now < since.AddSeconds(seconds));

    /// <summary>Whether the next request of a league is struck; every request that could be is counted.</summary>
    public bool Strikes(string league, string provider, DateTimeOffset now)
    {
        if (!IsActive(now) || fault.League is { } only && !only.Equals(league, StringComparison.OrdinalIgnoreCase)
            || fault.Provider is { } one && one != provider)
            return false;
        if (Chance.Share(fault.Seed, _seen++) >= fault.Share)
            return false;
        _struck++;
        return true;
    }

    /// <summary>The document of a league as it was when the fault first struck it. One a league, so it cannot grow.</summary>
    public byte[] Freeze(string league, byte[] body)
    {
        _frozen.TryAdd(league, body);
        return _frozen[league];
    }

    public FaultView View(DateTimeOffset now) => new(
        id, fault.Kind, fault.League, fault.Share, fault.Count, fault.Seed, fault.DurationSeconds, since, IsActive(now), _seen, _struck);
}
