using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest;

/// <summary>How a provider is asked.</summary>
internal sealed class ProviderOptions
{
    /// <summary>The section of ESPN's scoreboards.</summary>
    public const string Espn = "Providers:Espn";

    /// <summary>The section of the NBA's own files.</summary>
    public const string Nba = "Providers:Nba";

    /// <summary>The section of the NHL's web API.</summary>
    public const string Nhl = "Providers:Nhl";

    /// <summary>The section of MLB's StatsAPI.</summary>
    public const string Mlb = "Providers:Mlb";

    /// <summary>The section of OpenLigaDB.</summary>
    public const string OpenLiga = "Providers:OpenLiga";

    /// <summary>The section of openfootball.</summary>
    public const string OpenFootball = "Providers:OpenFootball";

    /// <summary>Where it answers; each provider brings its own.</summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// What is asked, with commas between: <c>{sport}/{league}</c>. Settings are flat texts, so a list is one too. With none, the provider
    /// is not asked.
    /// </summary>
    [Required(AllowEmptyStrings = true)]
    public string Targets { get; set; } = "";

    /// <summary>The longest wait between two polls of a target, in seconds, whatever its phase.</summary>
    [Range(1, 3_600)]
    public int LongestSeconds { get; set; } = 3_600;

    /// <summary>The shortest wait between two polls of a target that answered, in seconds: what the provider finds polite.</summary>
    [Range(0, 3_600)]
    public int ShortestSeconds { get; set; }

    /// <summary>How many calls, retries among them, all instances together make of the provider in a minute.</summary>
    [Range(1, 100_000)]
    public int CallsPerMinute { get; set; } = 60;

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
