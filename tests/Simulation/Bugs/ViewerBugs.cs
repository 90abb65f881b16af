using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Bugs;

/// <summary>A viewer that shows what comes, known or not.</summary>
internal sealed class NoDedupe : Sabotage
{
    public override Follower Follow(string tier) => new Gullible(tier);

    private sealed class Gullible(string tier) : Follower(tier)
    {
        protected override Verdict Judge(Position update) => base.Judge(update) == Verdict.Known ? Verdict.Next : base.Judge(update);
    }
}

/// <summary>A viewer that does not mind a gap.</summary>
internal sealed class GapOverlooked : Sabotage
{
    public override Follower Follow(string tier) => new Careless(tier);

    private sealed class Careless(string tier) : Follower(tier)
    {
        protected override Verdict Judge(Position update) =>
            base.Judge(update) == Verdict.Ahead && Position?.Epoch == update.Epoch ? Verdict.Next : base.Judge(update);

        protected override bool IsProven(string hash, string expected) => true;
    }
}

/// <summary>The window begins one later than it does: a viewer who comes back is not given the first update it lacks.</summary>
internal sealed class WindowOffByOne : Sabotage
{
    public override string? Ask(string? position) =>
        LiveView.Core.Topics.Position.TryParse(position, out var there) ? $"{there with { Offset = there.Offset + 1 }}" : position;
}
