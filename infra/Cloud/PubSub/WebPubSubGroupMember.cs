namespace LiveView.Cloud.PubSub;

/// <summary>A connection in a group.</summary>
/// <param name="ConnectionId">Its id.</param>
/// <param name="UserId">Its user; null when it is anonymous.</param>
public sealed record WebPubSubGroupMember(string ConnectionId, string? UserId);
