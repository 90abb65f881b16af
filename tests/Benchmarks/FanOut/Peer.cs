namespace LiveView.Benchmarks.FanOut;

/// <summary>A server to measure.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Published">How a message gets into it, for the reader of the table.</param>
/// <param name="Prepare">Makes sure it can be started; what is missing when not.</param>
/// <param name="Plan">How it is started on these ports with a folder of its own.</param>
internal sealed record Peer(string Name, string Published, Func<Task<string?>> Prepare, Func<Ports, string, Plan> Plan);
