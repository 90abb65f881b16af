using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Identity;

/// <summary>How callers prove who they are. Without a secret, an issuer or the platform's headers nobody can, and public feeds stay public.</summary>
internal sealed class IdentityOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Identity";

    /// <summary>The issuer named in tokens that our own secrets sign.</summary>
    [Required]
    public string Issuer { get; set; } = "live-view";

    /// <summary>For whom a token must be made.</summary>
    [Required]
    public string Audience { get; set; } = "live-view";

    /// <summary>The secret that signs tokens (HS256), at least 32 bytes. There is no default.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before this one, good until tokens that it signed have run out: so a secret is changed without anybody noticing.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>Issuers whose published keys are trusted (RS256, ES256), with commas between: <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.</summary>
    public string Issuers { get; set; } = "";

    /// <summary>Whether App Service stands in front and says who calls (Easy Auth). Only then are its headers believed.</summary>
    public bool PlatformHeaders { get; set; }

    /// <summary>The trusted issuers, one by one.</summary>
    public IReadOnlyList<string?> TrustedIssuers => Issuers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether anybody can prove who they are.</summary>
    public bool IsAnybodyKnown => Secret.Length > 0 || TrustedIssuers.Count > 0 || PlatformHeaders;

    /// <summary>Our own keys, the present one first.</summary>
    public IEnumerable<TokenKey> Keys() =>
        new[] { Secret, PreviousSecret }.Where(static secret => secret.Length > 0).Select(static secret => new TokenKey.Secret(null, Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        List<string> faults = [];
        foreach (var (setting, secret) in new[] { (nameof(options.Secret), options.Secret), (nameof(options.PreviousSecret), options.PreviousSecret) })
        {
            if (secret.Length > 0 && Encoding.UTF8.GetByteCount(secret) < TokenKey.Secret.MinBytes)
                faults.Add($"Identity:{setting} has fewer than {TokenKey.Secret.MinBytes} bytes.");
        }

        if (options.PreviousSecret.Length > 0 && options.Secret.Length == 0)
            faults.Add("Identity:PreviousSecret is set, and Secret is not.");
        foreach (var issuer in options.TrustedIssuers)
        {
            if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
                faults.Add($"Identity:Issuers: '{issuer}' is no https address.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
