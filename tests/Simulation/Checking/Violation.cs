namespace LiveView.Simulation.Tests.Checking;

/// <summary>A way in which the promise can be broken.</summary>
internal enum Violation
{
    Lost,
    Duplicated,
    Reordered,
    UndeclaredGap,
    Diverged,
    WrongTier,
    Unauthorised,
    StaleWrite,
    Unbounded,
    DecimalChanged,
    DeadLetterLost,
    NotConverged,
}
