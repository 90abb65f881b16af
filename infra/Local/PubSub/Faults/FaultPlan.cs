namespace LiveView.Local.PubSub;

/// <summary>The fault switches: rolls the dice by seed. Off, it costs one read of a field.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private FaultSettings settings = new();
    private Random dice = new(1);
    private volatile bool active;

    /// <summary>True when some deliveries may go wrong.</summary>
    public bool Active => active;

    public TimeSpan Delay => TimeSpan.FromMilliseconds(Settings.DelayMilliseconds);

    public FaultSettings Settings
    {
        get
        {
            lock (gate) return settings;
        }
    }

    /// <summary>How often each fault struck, by name.</summary>
    public Tally Struck { get; } = new();

    /// <summary>Starts over with other settings and their seed.</summary>
    public void Set(FaultSettings next)
    {
        lock (gate)
        {
            settings = next;
#pragma warning disable S2245 // the same seed must make the same choices
            dice = new Random(next.Seed);
#pragma warning restore S2245
            active = next.Lose + next.Duplicate + next.Delay + next.Reorder + next.Cut > 0;
        }
    }

    /// <summary>The fate of the next delivery.</summary>
    public Fate Next()
    {
        lock (gate)
        {
            var roll = dice.NextDouble();
            Fate fate = Fate.Deliver;
            if ((roll -= settings.Lose) < 0) fate = Fate.Lose;
            else if ((roll -= settings.Duplicate) < 0) fate = Fate.Duplicate;
            else if ((roll -= settings.Delay) < 0) fate = Fate.Delay;
            else if ((roll -= settings.Reorder) < 0) fate = Fate.Reorder;
            else if (roll - settings.Cut < 0) fate = Fate.Cut;
            if (fate != Fate.Deliver) Struck.Count(fate.ToString());
            return fate;
        }
    }

    public bool Refuses() => Strikes(settings => settings.Refuse, "Refuse");

    public bool Throttles() => Strikes(settings => settings.Throttle, "Throttle");

    /// <summary>Whether a new link is one of those that are never sent anything.</summary>
    public bool Stalls() => Strikes(settings => settings.Stall, "Stall");

    private bool Strikes(Func<FaultSettings, double> share, string name)
    {
        lock (gate)
        {
            var wanted = share(settings);
            if (wanted <= 0 || dice.NextDouble() >= wanted) return false;
            Struck.Count(name);
            return true;
        }
    }
}
