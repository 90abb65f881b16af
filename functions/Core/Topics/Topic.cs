using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace LiveView.Core.Topics;

/// <summary>
/// One live thing, named the same all the way: hub partition key, table partition key, prefix of the Web PubSub group.
/// </summary>
/// <remarks>
/// Grammar: <c>feed ":" key</c>; feed is <c>[a-z]{1,20}</c>, key is 1–120 of <c>[A-Za-z0-9._-]</c>. It is parsed once, at the edge;
/// a <see cref="Topic"/> that exists is valid.
/// </remarks>
public readonly record struct Topic
{
    private Topic(string feed, string key) => (Feed, Key) = (feed, key);

    /// <summary>The domain: <c>sports</c>, <c>market</c>, …</summary>
    public string Feed { get; }

    /// <summary>The name inside the feed, independent of the provider.</summary>
    public string Key { get; }

    /// <summary>Reads a topic, or says no.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Topic topic)
    {
        topic = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon is < 1 or > 20 || text.Length - colon - 1 is < 1 or > 120)
            return false;
        if (text.AsSpan(0, colon).ContainsAnyExceptInRange('a', 'z') || text.AsSpan(colon + 1).ContainsAnyExcept(KeyLetters))
            return false;
        topic = new(text[..colon], text[(colon + 1)..]);
        return true;
    }

    /// <summary>Reads a topic.</summary>
    /// <exception cref="FormatException">The text is not a topic.</exception>
    public static Topic Parse(string text) =>
        TryParse(text, out var topic) ? topic : throw new FormatException($"'{text}' is not a topic: it reads feed:key.");

    /// <summary>The tier of this topic with the given name.</summary>
    /// <exception cref="FormatException">The name is not <c>[a-z]{1,20}</c>.</exception>
    public Tier Tier(string name) => Topics.Tier.Parse($"{this}/{name}");

    /// <inheritdoc/>
    public override string ToString() => $"{Feed}:{Key}";

    private static readonly SearchValues<char> KeyLetters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-");
}
