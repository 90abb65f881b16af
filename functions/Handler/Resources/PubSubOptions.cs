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

    /// <summary>The hub of all groups.</summary>
    [Required]
    public string Hub { get; set; } = "liveview";
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class PubSubOptionsValidator : IValidateOptions<PubSubOptions>
{
    public ValidateOptionsResult Validate(string? name, PubSubOptions options) =>
        options.ConnectionString.Length > 0 || options.Endpoint is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("PubSub: set ConnectionString (the emulator) or Endpoint (Entra ID).");
}
