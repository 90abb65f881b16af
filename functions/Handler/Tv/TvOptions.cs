using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>What stations may be asked, and how long what they no longer show is kept.</summary>
internal sealed class TvOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Tv";

    /// <summary>Commands that a station has saved up at most.</summary>
    [Range(1, 1_000)]
    public int CommandBurst { get; set; } = 5;

    /// <summary>Commands that a station gets back in a minute.</summary>
    [Range(1, 1_000)]
    public int CommandsPerMinute { get; set; } = 12;

    /// <summary>
    /// How many hours a segment is kept that no catalogue names any more, or that was brought before one does. The standard wants its own
    /// length and that of the longest playlist that listed it, which are minutes.
    /// </summary>
    [Range(1, 8_760)]
    public int KeepHours { get; set; } = 24;

    /// <summary>Series of which one viewer's place is kept; the oldest goes first.</summary>
    [Range(1, 10_000)]
    public int WatchEntries { get; set; } = 10_000;
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class TvOptionsValidator : IValidateOptions<TvOptions>;
