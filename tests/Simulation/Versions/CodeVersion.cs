namespace LiveView.Simulation.Tests.Versions;

/// <summary>Which code a process runs, while an update is being rolled out or back.</summary>
internal enum CodeVersion
{
    /// <summary>Code that knows less than ours: it writes rows and messages without what came later, and drops what it does not know.</summary>
    Earlier,

    /// <summary>Ours.</summary>
    Present,

    /// <summary>Code that knows more than ours: every row and message it writes says something that we have never heard of.</summary>
    Later,
}
