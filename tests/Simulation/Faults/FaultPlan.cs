using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Faults;

/// <summary>What goes wrong in one history: a seed picks which faults are about and how often; all of them end.</summary>
internal sealed class FaultPlan
{
    private const double Usual = 0.02;
    private static readonly TimeSpan Spell = TimeSpan.FromMinutes(5);
    private static readonly Fault[] All = Enum.GetValues<Fault>();

    private readonly World _world;
    private readonly double[] _rates = new double[All.Length];
    private bool _fixed;

    public FaultPlan(World world, TimeSpan end)
    {
        (_world, End) = (world, end);
        Draw();
    }

    /// <summary>When the last fault happens.</summary>
    public TimeSpan End { get; }

    public long[] Fired { get; } = new long[All.Length];

    /// <summary>How likely a process is killed before, and after, each of its calls.</summary>
    public double KillRate { get; set; }

    /// <summary>A process that makes this step for the n-th time is killed there.</summary>
    public (string Step, bool After, int Occurrence)? KillAt { get; init; }

    /// <summary>Faults still happen.</summary>
    public bool On => _world.Now < End;

    /// <summary>Throws the dice; when it says yes, the fault happens.</summary>
    public bool Fires(Fault fault) => On && _rates[(int)fault] > 0 && _world.Dice.NextDouble() < _rates[(int)fault] && Count(fault);

    public double Dice() => _world.Dice.NextDouble();

    public bool Count(Fault fault)
    {
        Fired[(int)fault]++;
        return true;
    }

    /// <summary>Lets only these happen, each as often as it says.</summary>
    public void Only(IEnumerable<(Fault Fault, double Rate)> faults)
    {
        Array.Clear(_rates);
        (KillRate, _fixed) = (0, true);
        foreach (var (fault, rate) in faults)
        {
            if (fault == Fault.ProcessKilled)
                KillRate = rate;
            _rates[(int)fault] = rate;
        }
    }

    // Through a long evening other faults come and go.
    private void Draw()
    {
        if (_fixed)
            return;
        var level = _world.Dice.NextDouble() < 0.05 ? 0 : 0.3 + (1.7 * _world.Dice.NextDouble());
        foreach (var fault in All)
            _rates[(int)fault] = _world.Dice.NextDouble() < 0.6 ? level * Base(fault) : 0;
        if (_world.Dice.NextDouble() < 0.25)
            _rates[(int)Fault.PubSub5xx] = 0.45; // an outage, in which debts are made
        KillRate = _world.Dice.NextDouble() < 0.6 ? 0.004 * level : 0;
        if (_world.Now + Spell < End)
            _world.At(Spell, Draw);
    }

    private static double Base(Fault fault) => fault switch
    {
        Fault.HubTwoOwners or Fault.HubRecreated => 0.15, // once for every chance to move, of which there are few
        Fault.HubRedelivery or Fault.HubBatchCut or Fault.ProviderCorrection or Fault.ProviderContradiction => 0.1,
        Fault.ProviderPoison => 0.05,
        Fault.ProviderError or Fault.ProviderHang or Fault.ProviderGarbage or Fault.ProviderRefusal => 0.04,
        Fault.ProcessPaused => 0.003,
        Fault.ClaimHolderPaused => 0.004,
        Fault.CodeVersionChanged => 0.15,
        Fault.CodeVersionsMixed => 0, // happens when versions change
        Fault.PubSubLost or Fault.PubSubDuplicated or Fault.PubSubReordered => 0.05,
        Fault.ViewerCut or Fault.ViewerStalled or Fault.ViewerSlow or Fault.ViewerTokenExpired or Fault.ViewerClockSkew => 0.1,
        Fault.ViewerTrespasses => 0.5, // by a stranger who does little else
        Fault.ClockStep => 0.1,
        Fault.RetentionDuringCatchUp => 0.1,
        Fault.BlobError or Fault.BlobAnswerLost => 0.2,
        _ => Usual,
    };
}
