using System.Globalization;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Events;

/// <summary>
/// Proves that an event was sent by our Web PubSub, just now. In Azure by the token of the service's own identity, for a service without access
/// keys has nothing to sign with; on a laptop, and where keys are given, by its signature.
/// </summary>
internal sealed class EventProof(EventSignature signature, IOptionsMonitor<PubSubOptions> options, IssuerKeys issuers, TimeProvider time)
{
    /// <summary>How old an event may be: the service tries again for a good minute.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Bearer = "Bearer ";

    public async ValueTask<bool> IsOursAsync(IHeaderDictionary headers, CancellationToken token)
    {
        if (!DateTimeOffset.TryParse(headers["ce-time"].ToString(), CultureInfo.InvariantCulture, out var sent) || (time.GetUtcNow() - sent).Duration() > Window)
            return false;
        var settings = options.CurrentValue;
        return settings.EventAudience.Length == 0
            ? signature.IsOurs(headers)
            : headers.Authorization.ToString() is var said && said.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && await IsServiceAsync(said[Bearer.Length..].Trim(), settings, token);
    }

    private async ValueTask<bool> IsServiceAsync(string text, PubSubOptions settings, CancellationToken token) =>
        JsonWebToken.Read(text) is { Issuer: { } issuer } claimed
        && settings.TrustedEventIssuers.Contains(issuer)
        && claimed.Audience.Contains(settings.EventAudience)
        && claimed.ObjectId == settings.EventPrincipal
        && TokenVerifier.IsTimely(claimed, time.GetUtcNow())
        && await issuers.FindAsync(issuer, claimed.KeyId, token) is { } keys
        && TokenVerifier.IsProven(claimed, keys);
}
