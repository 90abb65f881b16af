using LiveView.Handler.Connect;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Checking;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Viewers;

/// <summary>Somebody who may watch what everyone may, and tries every door to what nobody may: the ward.</summary>
internal sealed class Stranger(World world, FaultPlan faults, Services services, FunctionHost host, Checker checker, Sabotage sabotage)
{
    private const string Name = "stranger";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly string _open = $"{services.Provider.Topics.First(static topic => topic.Feed == TallyFeed.Open).Name}/events";
    private readonly string _closed = $"{services.Provider.Topics.First(static topic => topic.Feed == TallyFeed.Closed).Name}/score";

    /// <summary>Tries one door after the other, as long as the dice say so.</summary>
    public async Task RunAsync(TimeSpan end)
    {
        while (world.Now < end)
        {
            await world.Delay(world.Between(2, 8));
            if (!faults.Fires(Fault.ViewerTrespasses))
                continue;
            switch (world.Dice.Next(5))
            {
                case 0:
                    await WatchAsync([_closed], join: null);
                    break;
                case 1:
                    await WatchAsync([_open, _closed], join: null);
                    break;
                case 2:
                    await WatchAsync([_open], join: _closed);
                    break;
                case 3:
                    await KnockAsync();
                    break;
                default:
                    await AskAsync();
                    break;
            }
        }
    }

    private async Task WatchAsync(string[] tiers, string? join)
    {
        var negotiating = Door.NegotiateAsync(host.Any(), tiers, sabotage);
        await Task.WhenAny(negotiating, world.Delay(Deadline));
        if (!negotiating.IsCompleted || await negotiating is not { } grant)
            return;
        checker.Negotiated(Name, tiers, grant);
        if (services.PubSub.Connect(grant) is not { } link)
            return;
        if (join is not null && link.Join(join))
            checker.Joined(Name, join);
        for (var heard = 0; heard < 5 && !link.IsCut; heard++)
        {
            if (await link.ReceiveAsync(TimeSpan.FromSeconds(1)) is { } message)
                checker.Arrived(Name, link.Groups, ViewerUpdate.Read(message));
        }

        link.Cut();
    }

    // Time travel, sources and lists say less than a tier, and are for the same people.
    private async Task KnockAsync()
    {
        var process = host.Any();
        var (name, topic) = (world.Dice.Next(4), _closed[.._closed.LastIndexOf('/')]);
        var knocking = Door.KnockAsync(process, context => name switch
        {
            0 => Door.TierAsync(process, $"{_closed}/at", context),
            1 => Door.TierAsync(process, $"{_closed}/1/sources", context),
            2 => TopicsEndpoint.ListAsync(TallyFeed.Closed, null, process.Feeds, process.Recent, process.Entitlements, process.Doorbell, context, CancellationToken.None),
            _ => Door.TopicAsync(process, topic, context),
        });
        await Task.WhenAny(knocking, world.Delay(Deadline));
        if (knocking.IsCompleted && await knocking is { } status)
            checker.Told(Name, $"{_closed} by door {name}", status);
    }

    private async Task AskAsync()
    {
        var asking = Door.AskAsync(host.Any(), _closed, position: null);
        await Task.WhenAny(asking, world.Delay(Deadline));
        if (asking.IsCompleted && await asking is { } answer)
            checker.CaughtUp(Name, _closed, answer);
    }
}
