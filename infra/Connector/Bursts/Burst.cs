using LiveView.Core.Topics;

namespace LiveView.Connector.Bursts;

/// <summary>What goes on the hub as one event: the frames of one topic and tier that were gathered, in order, already as a Raw.</summary>
/// <param name="Topic">The topic, which is the key of its order.</param>
/// <param name="Message">The Raw's bytes.</param>
/// <param name="Frames">How many frames are in it.</param>
/// <param name="Since">When the first of them came.</param>
internal sealed record Burst(Topic Topic, ReadOnlyMemory<byte> Message, int Frames, DateTimeOffset Since);
