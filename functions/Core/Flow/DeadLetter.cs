using LiveView.Core.Feeds;

namespace LiveView.Core.Flow;

/// <summary>A delivery that was not taken, kept with its bytes and its reason.</summary>
/// <param name="Delivery">What came, and where from.</param>
/// <param name="Reason">The word it is counted by.</param>
/// <param name="Detail">A sentence for a person, without content of the bytes.</param>
public sealed record DeadLetter(Delivery Delivery, Rejection Reason, string Detail);
