using System.Text;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Tally;

/// <summary>A provider that knows the truth, changes it while people watch, and does not always tell it.</summary>
internal sealed class TallyProvider(World world, FaultPlan faults)
{
    private const int Remembered = 8;
    private readonly Dictionary<string, List<(string Topics, int Version)>> _told = new(StringComparer.Ordinal);
    private int _version;
    private int _poison;

    public Dictionary<string, TallyTopic[]> Targets { get; } = new(StringComparer.Ordinal)
    {
        ["t1"] = [new(TallyFeed.Open, "t1.a"), new(TallyFeed.Open, "t1.b"), new(TallyFeed.Open, "t1.c") { IsQuiet = true, Phase = "Finished" }],
        ["t2"] = [new(TallyFeed.Open, "t2.a"), new(TallyFeed.Open, "t2.b") { IsQuiet = true, Phase = "Finished" }],
        ["w1"] = [new(TallyFeed.Closed, "w1.a")],
    };

    public IEnumerable<TallyTopic> Topics => Targets.Values.SelectMany(static topics => topics);

    /// <summary>Lets things happen until the end.</summary>
    public async Task LiveAsync(TimeSpan end)
    {
        TallyTopic[] all = [.. Topics];
        while (world.Now < end)
        {
            await world.Delay(world.Between(0.05, 0.6));
            Happen(all[world.Dice.Next(all.Length)]);
        }

        foreach (var topic in all)
            (topic.Poison, topic.Phase) = (0, "Finished");
        _version++;
    }

    /// <summary>The answer, and which version of it.</summary>
    public (byte[] Body, string Version) Answer(string target)
    {
        if (!_told.TryGetValue(target, out var told))
            _told[target] = told = [];
        var json = new StringBuilder("[");
        foreach (var topic in Targets[target])
        {
            if (json.Length > 1)
                json.Append(',');
            topic.Write(json);
        }

        (string Topics, int Version) now = (json.Append(']').ToString(), _version);
        told.Add(now);
        if (told.Count > Remembered)
            told.RemoveAt(0);
        if (faults.Fires(Fault.ProviderContradiction))
            now = told[world.Dice.Next(told.Count)];
        return (Encoding.UTF8.GetBytes($$"""{"at":{{world.Now.Ticks}},"target":"{{target}}","topics":{{now.Topics}}}"""), $"\"v{now.Version}\"");
    }

    /// <summary>Something has become different: the next answer is a new version.</summary>
    public void Moved() => _version++;

    private void Happen(TallyTopic topic)
    {
        _version++;
        if (topic.IsQuiet)
        {
            topic.Fields[1] = world.Dice.Next(2);
            return;
        }

        topic.Poison = faults.Fires(Fault.ProviderPoison) ? ++_poison : 0;
        var field = world.Dice.Next(topic.Fields.Length);
        switch (world.Dice.Next(5))
        {
            case 0:
                topic.Fields[field]++;
                break;
            case 2:
                topic.ChangeDecimal(world.Dice);
                break;
            case 1:
                topic.Fields[field] = world.Dice.Next(2); // there and back
                break;
            default:
                topic.Log.Add(world.Dice.Next(10));
                topic.Log.Add(world.Dice.Next(10));
                topic.Fields[0]++;
                break;
        }

        if (faults.Fires(Fault.ProviderCorrection))
        {
            topic.Fields[0] = Math.Max(0, topic.Fields[0] - 1);
            topic.Title = $"Tally {topic.Key} ({world.Dice.Next(3)})";
        }

        if (world.Dice.Next(30) == 0)
            topic.Phase = topic.Phase == "Live" ? "Break" : "Live";
    }
}
