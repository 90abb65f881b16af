using System.Diagnostics.CodeAnalysis;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Market;

/// <summary>The topics of the feed: <c>market:hose</c> for a whole exchange, <c>market:hose.acb</c> for one instrument.</summary>
internal static class MarketTopics
{
    public const string Feed = "market";

    public static bool IsBoard(Topic topic) => !topic.Key.Contains('.', StringComparison.Ordinal);

    /// <summary>The key of an instrument: lower case, and what a key may not hold is a dash.</summary>
    public static string Key(string exchange, string symbol) => string.Create(exchange.Length + 1 + symbol.Length, (exchange, symbol), static (key, parts) =>
    {
        parts.exchange.CopyTo(key);
        key[parts.exchange.Length] = '.';
        for (var i = 0; i < parts.symbol.Length; i++)
            key[parts.exchange.Length + 1 + i] = Letter(parts.symbol[i]);
    });

    /// <summary>The topic of an instrument, where its names can be one.</summary>
    public static bool TryInstrument(string exchange, string symbol, [NotNullWhen(true)] out Topic? topic)
    {
        topic = exchange.Contains('.', StringComparison.Ordinal) || !Topic.TryParse($"{Feed}:{Key(exchange, symbol)}", out var parsed) ? null : parsed;
        return topic is not null;
    }

    /// <summary>The topic of an exchange, where it has one: markets without a board of their own have none.</summary>
    public static bool TryBoard(string provider, string exchange, [NotNullWhen(true)] out Topic? topic)
    {
        topic = provider == "ssi" && !exchange.Contains('.', StringComparison.Ordinal) && Topic.TryParse($"{Feed}:{exchange}", out var parsed) ? parsed : null;
        return topic is not null;
    }

    private static char Letter(char letter) => char.ToLowerInvariant(letter) is var lower && (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower)) ? lower : '-';
}
