namespace LiveView.Local.PubSub;

/// <summary>A message on its way to clients.</summary>
/// <param name="Payload">What is said.</param>
/// <param name="Group">The group it is for; null when the server says it.</param>
/// <param name="FromUserId">The user who says it; null when unknown or the server.</param>
internal sealed record Message(Payload Payload, string? Group = null, string? FromUserId = null)
{
    /// <summary>Extra fields the sender added (the service's X-WebPubSub-Metadata headers); null when none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The message's place in a stream; null when it is in none.</summary>
    public StreamMark? Stream { get; init; }

    /// <summary>When it is no longer worth sending, in timestamp ticks; 0 is never.</summary>
    public long Expires { get; init; }
}
