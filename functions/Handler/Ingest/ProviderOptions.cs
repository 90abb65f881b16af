using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest;

/// <summary>How a provider is asked.</summary>
internal sealed class ProviderOptions
{
    /// <summary>The section of ESPN's scoreboards.</summary>
    public const string Espn = "Providers:Espn";

    /// <summary>Where it answers.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new("https://site.api.espn.com/");

    /// <summary>What is asked: <c>{sport}/{league}</c>.</summary>
    [Required, MinLength(1)]
    public string[] Targets { get; set; } = ["soccer/eng.1", "basketball/nba", "football/nfl", "baseball/mlb", "hockey/nhl"];

    /// <summary>
    /// Who we say we are. An empty one and a browser's are refused with 403 since August 2026; a name with a contact is served.
    /// </summary>
    [Required]
    public string UserAgent { get; set; } = "LiveView/1.0 (+https://github.com/live-view)";

    /// <summary>The largest answer that is read, in bytes; a larger one is refused.</summary>
    [Range(1_000, 50_000_000)]
    public int MaxBytes { get; set; } = 8_000_000;
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class ProviderOptionsValidator : IValidateOptions<ProviderOptions>;
