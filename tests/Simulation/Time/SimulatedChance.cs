using LiveView.Handler;

namespace LiveView.Simulation.Tests.Time;

/// <summary>The handler's names and dice, from the seed.</summary>
internal sealed class SimulatedChance(World world) : Chance
{
    public override string NewId() =>
        $"{world.Dice.NextInt64():x16}{world.Dice.NextInt64():x16}";

    public override double Roll() => world.Dice.NextDouble();
}
