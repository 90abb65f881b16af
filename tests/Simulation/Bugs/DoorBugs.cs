using LiveView.Handler.Connect;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Tally;

namespace LiveView.Simulation.Tests.Bugs;

/// <summary>The doors do not look who may watch what.</summary>
internal sealed class DoorsOpen : Sabotage
{
    public override ConnectOptions Doors(ConnectOptions options)
    {
        options.PublicFeeds = $"{TallyFeed.Open},{TallyFeed.Closed}";
        return options;
    }
}

/// <summary>A token may join any group, not only those of the open feed.</summary>
internal sealed class RightsTooWide : Sabotage
{
    public override Grant Grant(Grant grant) => grant with { Roles = ["webpubsub.joinLeaveGroups.**"] };
}

/// <summary>A token is a member of more groups than were asked for.</summary>
internal sealed class GroupTooMany : Sabotage
{
    public override (Fault Fault, double Rate)[]? Only => [];

    public override Grant Grant(Grant grant) => grant with { Groups = [.. grant.Groups, $"{TallyFeed.Closed}:w1.a/score"] };
}
