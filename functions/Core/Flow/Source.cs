using System.Security.Cryptography;

namespace LiveView.Core.Flow;

/// <summary>Where an update comes from: one Raw that it folds. The bytes are kept by the recorder, under their hash.</summary>
/// <param name="Provider">Who said it.</param>
/// <param name="Target">What was asked of the provider.</param>
/// <param name="Place">Where the Raw stands in the hub.</param>
/// <param name="Received">When its bytes reached us.</param>
/// <param name="Told">The provider's own time of it, where it tells one.</param>
/// <param name="Hash">SHA-256 of the Raw's body, 64 hex digits.</param>
/// <param name="Trace">The W3C trace parent of the poll or push that brought it.</param>
public sealed record Source(
    string Provider, string Target, Fence Place, DateTimeOffset Received, DateTimeOffset? Told, string Hash, string? Trace)
{
    /// <summary>What a delivery is as a source.</summary>
    public static Source Of(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var (raw, place) = delivery;
        return new(raw.Provider, raw.Target, place, raw.Received, raw.Source, Convert.ToHexStringLower(SHA256.HashData(raw.Body.Span)), raw.Trace);
    }
}
