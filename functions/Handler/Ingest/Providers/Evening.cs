namespace LiveView.Handler.Ingest.Providers;

/// <summary>The day of games that North American leagues speak of: a game that ends after midnight belongs to the evening before.</summary>
internal static class Evening
{
    // 13:00 UTC is eight or nine in the morning in the East, when no game is on: no time zone has to be known for it.
    private static readonly TimeSpan Turns = TimeSpan.FromHours(13);

    public static DateOnly Of(DateTimeOffset now) => DateOnly.FromDateTime((now - Turns).UtcDateTime);
}
