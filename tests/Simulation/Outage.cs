using System.Globalization;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests;

/// <summary>
/// Ten thousand viewers of one match, half of its score and half of its events, on three instances. The match moves every three seconds; Web PubSub
/// drops everybody and is away for a while. What the doors then read is counted as Table Storage counts it: rows and pages.
/// </summary>
internal sealed record Outage
{
    public const int Viewers = 10_000;
    private static readonly TimeSpan Begins = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(40);
    private static readonly int[] Lengths = [0, 5, 20];

    public required TimeSpan Length { get; init; }

    public required History History { get; init; }

    /// <summary>Reads of the doors since Web PubSub was back, by what was read.</summary>
    public required IReadOnlyDictionary<string, int> Reads { get; init; }

    public double ReadsEach => Reads.Values.Sum() / (double)Viewers;

    public static Outage Run(TimeSpan length, int seed = 11)
    {
        SortedDictionary<string, int> reads = new(StringComparer.Ordinal);
        var ends = Begins + length;
        var history = History.Run(
            seed,
            only: [],
            crowd: [.. Enumerable.Range(0, Viewers).Select(static viewer => new[] { viewer % 2 == 0 ? "tally:t1.a/score" : "tally:t1.a/events" })],
            script: Plan,
            trouble: ends + Afterwards);
        return new() { Length = length, History = history, Reads = reads };

        void Plan(World world, Services services)
        {
            world.At(Begins, () => services.PubSub.IsDown = true);
            world.At(ends, () => (services.PubSub.IsDown, services.Tables.Read) = (false, Count));
        }

        void Count(Call call)
        {
            if (HandlerProcess.Station == "api")
                reads[call.Step] = reads.GetValueOrDefault(call.Step) + 1;
        }
    }

    /// <summary>Tells what an outage costs: none, a short and a long one.</summary>
    public static int Tell(TextWriter output)
    {
        foreach (var length in Lengths)
            output.WriteLine(Run(TimeSpan.FromSeconds(length)));
        return 0;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Viewers} viewers back after {Length.TotalSeconds} s: {ReadsEach:F4} reads each ({string.Join(", ", Reads.Select(static read => $"{read.Value} {read.Key}"))}); {History.Checker.Commits} commits, {History.Checker.Shows} shown, {History.Took.TotalSeconds:F1} s");
}
