using System.Diagnostics.CodeAnalysis;

namespace LiveView.Core.Topics;

/// <summary>What a viewer subscribes to inside a topic. Its full name <c>{topic}/{name}</c> is the Web PubSub group.</summary>
public readonly record struct Tier
{
    private Tier(Topic topic, string name) => (Topic, Name) = (topic, name);

    /// <summary>The live thing.</summary>
    public Topic Topic { get; }

    /// <summary>The name inside the topic, <c>[a-z]{1,20}</c>.</summary>
    public string Name { get; }

    /// <summary>Reads a full tier name, or says no.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Tier tier)
    {
        tier = default;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (slash < 0 || !Topic.TryParse(text![..slash], out var topic)) // `text` is not null where a slash was found
            return false;
        var name = text[(slash + 1)..];
        if (name.Length is 0 or > 20 || !name.All(char.IsAsciiLetterLower))
            return false;
        tier = new(topic, name);
        return true;
    }

    /// <summary>Reads a full tier name.</summary>
    /// <exception cref="FormatException">The text is not a tier.</exception>
    public static Tier Parse(string text) =>
        TryParse(text, out var tier) ? tier : throw new FormatException($"'{text}' is not a tier: it reads feed:key/name.");

    /// <inheritdoc/>
    public override string ToString() => $"{Topic}/{Name}";
}
