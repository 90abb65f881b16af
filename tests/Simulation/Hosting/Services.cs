using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>Everything outside the handler.</summary>
internal sealed class Services(World world, FaultPlan faults)
{
    public Tables Tables { get; } = new(faults);

    public Blobs Blobs { get; } = new();

    public Hub Polls { get; } = new(world, "polls", 2);

    public Hub Raw { get; } = new(world, "raw", 2);

    public PubSub PubSub { get; } = new(world, faults);

    public TallyProvider Provider { get; } = new(world, faults);

    public Answer Take(Call call) => call.Service switch
    {
        "tables" => Tables.Take(call),
        "blobs" => Blobs.Take(call),
        "hubs" => (call.Path.StartsWith("/polls/", StringComparison.Ordinal) ? Polls : Raw).Take(call),
        _ => PubSub.Take(call),
    };
}
