namespace LiveView.Handler.Tests.Ingest;

/// <summary>Dice that always show the middle: no jitter.</summary>
internal sealed class EvenChance : Chance
{
    public override double Roll() => 0.5;
}
