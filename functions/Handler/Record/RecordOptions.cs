using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>What is recorded, and with what patience.</summary>
internal sealed class RecordOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Record";

    /// <summary>Topics that are recorded, with commas between; a star at the end stands for anything: <c>game:*</c>, <c>sports:nba.*</c>, <c>*</c>.</summary>
    public string Topics { get; set; } = "";

    /// <summary>A block is written when so many records wait.</summary>
    [Range(1, 1_000)]
    public int Buffer { get; set; } = 100;

    /// <summary>So many records wait at most. Then all are written at once, or the recording fails.</summary>
    [Range(1, 10_000)]
    public int MostBuffered { get; set; } = 1_000;

    /// <summary>A recording that failed so often in a row stops.</summary>
    [Range(1, 100)]
    public int MaxErrors { get; set; } = 5;

    /// <summary>How long a stopped recording rests before it is tried again, in seconds.</summary>
    [Range(1, 3_600)]
    public int RestSeconds { get; set; } = 30;

    /// <summary>How long a writer may be silent before another may write, in seconds.</summary>
    [Range(15, 60)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>The largest file that is imported, in bytes.</summary>
    [Range(1, 100_000_000)]
    public int MaxImportBytes { get; set; } = 32_000_000;

    /// <summary>Whether a topic is recorded.</summary>
    public bool Names(Core.Topics.Topic topic)
    {
        var name = topic.ToString();
        return Array.Exists(
            Topics.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern);
    }
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class RecordOptionsValidator : IValidateOptions<RecordOptions>;
