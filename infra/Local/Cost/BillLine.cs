namespace LiveView.Local.Cost;

/// <summary>One line of a bill.</summary>
/// <param name="What">The meter.</param>
/// <param name="Quantity">How much of it.</param>
/// <param name="Price">What it costs.</param>
/// <param name="IsDelivery">Whether viewers cause it, and not updates.</param>
internal sealed record BillLine(string What, double Quantity, decimal Price, bool IsDelivery);

/// <summary>What a tier of a feed costs.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Updates">How many updates it has.</param>
/// <param name="FrameBytes">What a viewer reads of one, on average.</param>
/// <param name="Audience">Viewers of one group.</param>
/// <param name="Messages">Messages of 2 KB to all of them.</param>
/// <param name="Price">Its share of the bill.</param>
internal sealed record TierCost(string Feed, string Tier, double Updates, double FrameBytes, double Audience, double Messages, decimal Price);
