using System.Text.Json.Serialization;

namespace LiveView.Handler.Tv.Watch;

/// <summary>Where a viewer is in a series. A later episode is further, then a later position, then a later time: what is less far changes nothing.</summary>
/// <param name="Series">The series.</param>
/// <param name="Season">The season, from 1.</param>
/// <param name="Episode">The episode, from 1.</param>
/// <param name="Position">Where in the episode, in milliseconds.</param>
/// <param name="At">When the viewer was there.</param>
internal sealed record Place(string Series, int Season, int Episode, long Position, DateTimeOffset At)
{
    /// <summary>Longer than any episode: a day.</summary>
    private const long Longest = 86_400_000;

    /// <summary>Whether a viewer can be there.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Series is { Length: >= 1 and <= 200 } && !Series.Any(char.IsControl) && Season is >= 1 and <= 10_000 && Episode is >= 1 and <= 100_000 && Position is >= 0 and <= Longest;

    /// <summary>Whether it is further than another.</summary>
    public bool IsFurther(Place other) =>
        (Season, Episode, Position, At).CompareTo((other.Season, other.Episode, other.Position, other.At)) > 0;
}

/// <summary>What is brought and given as <c>watch_progress.json</c>.</summary>
internal sealed record WatchProgress(int Version, DateTimeOffset Updated, IReadOnlyList<Place> Places);

/// <summary>What a viewer says: there, now.</summary>
internal sealed record Noted(string? Series, int Season, int Episode, long Position, DateTimeOffset? At);

/// <summary>What became of it: whether it was further, and where the viewer is now.</summary>
internal sealed record NotedAnswer(bool Kept, Place Place);

/// <summary>What became of an import.</summary>
internal sealed record ImportAnswer(int Kept, int Behind);

/// <summary>Where to go on, and why it is not where the viewer left: <c>resume_redirected</c>.</summary>
internal sealed record ResumeAnswer(string Path, string Title, string Series, int Season, int Episode, long Position, [property: JsonPropertyName("resume_redirected")] bool ResumeRedirected, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchProgress))]
[JsonSerializable(typeof(Noted))]
[JsonSerializable(typeof(NotedAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(ResumeAnswer))]
internal sealed partial class WatchJson : JsonSerializerContext;
