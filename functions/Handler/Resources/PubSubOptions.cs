using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>Where viewers connect: a connection string, or an endpoint that is entered with the managed identity.</summary>
internal sealed class PubSubOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "PubSub";

    /// <summary>For the emulator; empty in Azure.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The service, entered by Entra ID, where there is no connection string.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// Keys that sign the events of connections, with commas between; both of the service's, so that one can be changed. Where there is a
    /// connection string its key is one of them.
    /// </summary>
    public string SigningKeys { get; set; } = "";

    /// <summary>
    /// The audience of the tokens with which the service's own identity proves its events; empty where they are signed. A service without access keys, as
    /// ours in Azure, proves them in this way only.
    /// </summary>
    public string EventAudience { get; set; } = "";

    /// <summary>Who may have issued these tokens, with commas between: the tenant, in both of its spellings.</summary>
    public string EventIssuers { get; set; } = "";

    /// <summary>The object id of the service's identity.</summary>
    public string EventPrincipal { get; set; } = "";

    /// <summary>Every issuer of these tokens.</summary>
    public IEnumerable<string> TrustedEventIssuers => EventIssuers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every key that may have signed an event.</summary>
    public IEnumerable<string> EventKeys =>
        SigningKeys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Concat(ConnectionString.Split(';').Where(static part => part.StartsWith("AccessKey=", StringComparison.OrdinalIgnoreCase)).Select(static part => part["AccessKey=".Length..]));

    /// <summary>The hub of all groups.</summary>
    [Required]
    public string Hub { get; set; } = "liveview";
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class PubSubOptionsValidator : IValidateOptions<PubSubOptions>
{
    public ValidateOptionsResult Validate(string? name, PubSubOptions options) => options switch
    {
        { ConnectionString.Length: 0, Endpoint: null } => ValidateOptionsResult.Fail("PubSub: set ConnectionString (the emulator) or Endpoint (Entra ID)."),
        { EventAudience.Length: > 0 } when options.EventPrincipal.Length == 0 || !options.TrustedEventIssuers.Any() || options.TrustedEventIssuers.Any(static issuer => !issuer.StartsWith("https://", StringComparison.Ordinal)) =>
            ValidateOptionsResult.Fail("PubSub: with EventAudience go EventPrincipal and EventIssuers, each with https."),
        _ => ValidateOptionsResult.Success,
    };
}
