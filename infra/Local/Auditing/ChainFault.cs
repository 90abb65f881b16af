namespace LiveView.Local.Auditing;

/// <summary>What is wrong with a chain, and where.</summary>
/// <param name="Row">The row; <c>head</c> where the end is meant.</param>
/// <param name="What">In words.</param>
internal sealed record ChainFault(string Row, string What);
