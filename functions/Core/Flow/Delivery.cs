using LiveView.Core.Feeds;

namespace LiveView.Core.Flow;

/// <summary>A Raw as the hub handed it over. The hub may hand it over again.</summary>
/// <param name="Raw">What it says.</param>
/// <param name="Place">Where it stands in the hub.</param>
public sealed record Delivery(Raw Raw, Fence Place);
