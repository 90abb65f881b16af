using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest;

/// <summary>Whose state is owed though nobody looks.</summary>
internal sealed class InterestOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Interest";

    /// <summary>
    /// Feeds that are asked and published whether anyone watches or not, because something else depends on them (recordings, alerts),
    /// with commas between. Settings are flat texts, so a list is one too.
    /// </summary>
    public string OwedFeeds { get; set; } = "";

    /// <summary>The feeds.</summary>
    public IEnumerable<string> Owed() => OwedFeeds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the state of a feed is owed.</summary>
    public bool Owes(string feed) => OwedFeeds.Length > 0 && Owed().Contains(feed);
}

/// <summary>Says at the start what is wrong with the settings: a feed that does not exist.</summary>
internal sealed class InterestOptionsValidator(System.Collections.Frozen.FrozenDictionary<string, Core.Feeds.IFeed> feeds) : IValidateOptions<InterestOptions>
{
    public ValidateOptionsResult Validate(string? name, InterestOptions options) =>
        options.Owed().FirstOrDefault(feed => !feeds.ContainsKey(feed)) is { } unknown
            ? ValidateOptionsResult.Fail($"Interest: OwedFeeds names '{unknown}', which is no feed; there are {string.Join(", ", feeds.Keys)}.")
            : ValidateOptionsResult.Success;
}
