using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Identity;

/// <summary>
/// Says who a bearer token names. Keys: our own secrets (two, so that one can be changed while tokens of the other live), and the published
/// keys of the issuers we trust. No package that does this can be restored in a version without known faults, see decision 0015.
/// </summary>
internal sealed class TokenVerifier(IOptionsMonitor<IdentityOptions> options, IssuerKeys issuers, TimeProvider time)
{
    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Looks at a token; whatever is wrong with it is a word, never an exception.</summary>
    public async ValueTask<TokenVerdict> VerifyAsync(string text, CancellationToken token)
    {
        if (JsonWebToken.Read(text) is not { } claimed)
            return TokenVerdict.Refused("malformed");
        var settings = options.CurrentValue;
        var ours = claimed.Issuer == settings.Issuer;
        if (!ours && !settings.TrustedIssuers.Contains(claimed.Issuer))
            return TokenVerdict.Refused("issuer");
        var keys = ours ? settings.Keys() : await issuers.FindAsync(claimed.Issuer!, claimed.KeyId, token); // a trusted issuer has a name
        if (keys is null)
            return TokenVerdict.Refused("issuer_away");
        return IsProven(claimed, keys) ? Judge(claimed, settings, time.GetUtcNow()) : TokenVerdict.Refused("signature");
    }

    /// <summary>Whether one of the keys signed it.</summary>
    public static bool IsProven(JsonWebToken claimed, IEnumerable<TokenKey> keys) => keys.Any(key =>
        key.Algorithm == claimed.Algorithm
        && (claimed.KeyId is null || key.Id is null || key.Id == claimed.KeyId)
        && key.Verify(claimed.Signed.Span, claimed.Signature.Span));

    /// <summary>Whether it says when it ends, and is good now.</summary>
    public static bool IsTimely(JsonWebToken proven, DateTimeOffset now) => Untimely(proven, now) is null;

    private static string? Untimely(JsonWebToken proven, DateTimeOffset now) => proven switch
    {
        { Expires: null } => "endless",
        { Expires: { } end } when now >= end + Skew => "expired",
        { NotBefore: { } start } when now < start - Skew => "early",
        { Issued: { } issued } when now < issued - Skew => "early",
        _ => null,
    };

    private static TokenVerdict Judge(JsonWebToken proven, IdentityOptions settings, DateTimeOffset now) => proven switch
    {
        _ when !proven.Audience.Contains(settings.Audience) => TokenVerdict.Refused("audience"),
        _ when Untimely(proven, now) is { } untimely => TokenVerdict.Refused(untimely),
        _ when !Caller.IsName(proven.Subject) => TokenVerdict.Refused("subject"),
        _ => TokenVerdict.Of(new(proven.Subject, proven.Roles, proven.Issued)),
    };
}
