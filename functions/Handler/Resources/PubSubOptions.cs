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
    public ValidateOptionsResult Validate(string? name, PubSubOptions options) =>
        options.ConnectionString.Length > 0 || options.Endpoint is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("PubSub: set ConnectionString (the emulator) or Endpoint (Entra ID).");
}
