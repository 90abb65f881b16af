using System.Text;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Ingest.Push;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors;

/// <summary>
/// What may not be so in production (<c>LV_ENV=production</c> or <c>prod</c>). A host with any of it does not start, and says all of it at
/// once: what is convenient on a laptop must not reach the public by being forgotten.
/// </summary>
internal static class Production
{
    // Words of secrets in samples, ours and those that people copy.
    private static readonly string[] Samples = ["changeme", "change-me", "secret", "password", "example", "sample", "development", "live-view", "0123456789", "abcdefgh"];

    private static readonly string[] Settings =
        ["PubSub:ConnectionString", "PubSub:Endpoint", "Storage:ConnectionString", "EventHubs:ConnectionString", "EventHubs:SendEndpoint"];

    public static bool Is(IConfiguration settings) => settings["LV_ENV"]?.ToLowerInvariant() is "production" or "prod";

    /// <summary>Refuses to go on with settings that are not fit for production.</summary>
    /// <exception cref="OptionsValidationException">They are not; the message names every fault.</exception>
    public static void Demand(IConfiguration settings)
    {
        var faults = Is(settings) ? Faults(settings).ToArray() : [];
        if (faults.Length > 0)
            throw new OptionsValidationException("production", typeof(Production), faults);
    }

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<string> Faults(IConfiguration settings)
    {
        var identity = settings.GetSection(IdentityOptions.Section).Get<IdentityOptions>() ?? new();
        if (!identity.IsAnybodyKnown)
            yield return "Nobody can prove who they are: set Identity:Secret, Identity:Issuers or Identity:PlatformHeaders.";
        foreach (var (name, least) in new[] { ("Identity:Secret", TokenKey.Secret.MinBytes), ("Identity:PreviousSecret", TokenKey.Secret.MinBytes), ("Push:Key", PushOptions.LeastKey) })
        {
            if (settings[name] is not { Length: > 0 } secret)
                continue;
            if (Encoding.UTF8.GetByteCount(secret) < least)
                yield return $"{name} has fewer than {least} bytes.";
            if (Samples.Any(sample => secret.Contains(sample, StringComparison.OrdinalIgnoreCase)) || secret.Distinct().Count() < 8)
                yield return $"{name} is a sample, or as easy to guess as one.";
        }

        if (settings["PubSub:EventAudience"] is not { Length: > 0 } && settings["PubSub:SigningKeys"] is not { Length: > 0 })
            yield return "Web PubSub cannot prove its events: set PubSub:EventAudience or PubSub:SigningKeys; without them nobody is revoked while connecting and no place comes back.";
        foreach (var fault in Patients(settings))
            yield return fault;
        if (settings["LV_WS_REQUIRE_AUTH"] is "0" or "false")
            yield return "LV_WS_REQUIRE_AUTH is off.";
        if (settings["CORS_ORIGINS"] is not { Length: > 0 } origins)
            yield return "CORS_ORIGINS names no origin, and its default is a page in development.";
        else if (origins.Contains('*', StringComparison.Ordinal) || origins.Contains("http://", StringComparison.OrdinalIgnoreCase))
            yield return "CORS_ORIGINS holds '*' or an address without TLS.";
        foreach (var (name, value) in Addresses(settings))
        {
            if (value?.Contains("http://", StringComparison.OrdinalIgnoreCase) == true || value?.Contains("UseDevelopment", StringComparison.OrdinalIgnoreCase) == true)
                yield return $"{name} leads to an emulator or has no TLS.";
        }
    }

    // Patients are shown only by who has an agreement about their data and names it, and can call somebody.
    private static IEnumerable<string> Patients(IConfiguration settings)
    {
        if (!List(settings["Push:Feeds"]).Contains("patients"))
            yield break;
        if (settings["Compliance:BaaAcknowledged"] is not { } document || document.Trim().Length < 8)
            yield return "Patients are pushed, and Compliance:BaaAcknowledged names no document.";
        if (settings["Patients:Webhook"] is not { Length: > 0 } webhook || !webhook.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            yield return "Patients are pushed, and Patients:Webhook, where emergency calls go, is none with TLS.";
        if (settings["Patients:Agent"] is { Length: > 0 } agent && !agent.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            yield return "Patients:Agent, who is told their vitals, has no TLS.";
        if (List(settings["Record:Topics"]).Any(MayName))
            yield return "Record:Topics keeps patients, of whom nothing may be kept beyond their time.";
        if (settings.GetSection("Entitlement:Roles").GetChildren().SelectMany(static role => List(role.Value)).Any(static pattern => pattern.StartsWith("patients:", StringComparison.Ordinal)))
            yield return "Entitlement:Roles opens patients to a role; they are opened by their care team.";
    }

    // A star stands for anything: what is before it must not be the beginning of a patient's topic.
    private static bool MayName(string pattern) =>
        pattern.StartsWith("patients:", StringComparison.Ordinal) || (pattern.EndsWith('*') && "patients:".StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(string Name, string? Value)> Addresses(IConfiguration settings) =>
        Settings.Select(name => (name, settings[name]))
            .Concat(settings.GetSection("Providers").GetChildren().Select(static provider => ($"Providers:{provider.Key}:BaseAddress", provider["BaseAddress"])));
}
