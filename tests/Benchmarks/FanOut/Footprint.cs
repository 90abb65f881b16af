namespace LiveView.Benchmarks.FanOut;

/// <summary>Memory of a server, per connection, beyond what it had with none.</summary>
/// <param name="Peer">The server's name.</param>
/// <param name="Clients">How many clients it had.</param>
/// <param name="Idle">Bytes a connection before anything was published.</param>
/// <param name="Loaded">Bytes a connection, the most seen after a stretch of publishing.</param>
/// <param name="ConnectSeconds">How long it took until all were connected.</param>
internal sealed record Footprint(string Peer, int Clients, double Idle, double Loaded, double ConnectSeconds);
