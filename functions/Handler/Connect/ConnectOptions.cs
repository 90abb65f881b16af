using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Connect;

/// <summary>Who may listen, and how much at once.</summary>
internal sealed class ConnectOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Connect";

    /// <summary>Feeds that anyone may watch, with commas between. Settings are flat texts, so a list is one too.</summary>
    public string PublicFeeds { get; set; } = "sports,market,tv,game";

    /// <summary>How long a token for Web PubSub lives, in minutes. It is looked at only while connecting.</summary>
    [Range(1, 60)]
    public int TokenMinutes { get; set; } = 10;

    /// <summary>Whether nobody may connect without a name, not even to what is public. <c>LV_WS_REQUIRE_AUTH</c> says the same.</summary>
    public bool RequireAuth { get; set; }

    /// <summary>Tiers of one connection.</summary>
    [Range(1, 200)]
    public int MaxTiers { get; set; } = 50;

    /// <summary>Who may keep an answer about a feed: <c>public</c> caches too, or the caller's alone.</summary>
    public string Sharing(string feed) => IsPublic(feed) ? "public" : "private";

    /// <summary>Whether anyone may watch a feed. Patients are nobody's, whatever the settings say.</summary>
    public bool IsPublic(string feed) => feed != Feeds.Patients.PatientsFeed.FeedName && PublicFeeds.Split(',', StringSplitOptions.TrimEntries).Contains(feed, StringComparer.Ordinal);
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class ConnectOptionsValidator : IValidateOptions<ConnectOptions>;
