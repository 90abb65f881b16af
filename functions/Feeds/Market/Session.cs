using LiveView.Core.Feeds;

namespace LiveView.Feeds.Market;

/// <summary>The part of a trading day: opening auction, continuous, lunch, closing auction, put-through, closed.</summary>
internal static class Session
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    /// <summary>The session in our words: as the exchange says, else as its timetable has it; null where the market never closes.</summary>
    public static string? Word(string exchange, string? said, DateTimeOffset? at) => said?.ToUpperInvariant() switch
    {
        "ATO" => "ato",
        "LO" => "continuous",
        "BREAK" => "lunch",
        "ATC" => "atc",
        "PT" => "put-through",
        "PLO" => "after-hours",
        "C" => "closed",
        "H" or "HALT" => "halted",
        _ => at is { } time ? Scheduled(exchange, TimeOnly.FromDateTime(time.ToOffset(Vietnam).DateTime)) : null,
    };

    /// <summary>How urgent a topic in such a session is.</summary>
    public static Phase Phase(string? word) => word switch
    {
        "lunch" or "halted" => Core.Feeds.Phase.Break,
        "closed" => Core.Feeds.Phase.Finished,
        _ => Core.Feeds.Phase.Live,
    };

    /// <summary>The board is in the session of the last instrument that spoke of one.</summary>
    public static void Keep(Draft board, Draft row)
    {
        if (row.Text("session") is not "halted")
            board.Set("session", row.Text("session"));
        board.Set("date", row.Text("date"));
    }

    // Hanoi time. What an exchange does not have is skipped by having no length.
    private static string? Scheduled(string exchange, TimeOnly time) => exchange switch
    {
        "hose" => Of(time, new(9, 0), new(9, 15), new(14, 30), new(14, 45), "put-through"),
        "hnx" => Of(time, new(9, 0), new(9, 0), new(14, 30), new(14, 45), "after-hours"),
        "upcom" => Of(time, new(9, 0), new(9, 0), new(15, 0), new(15, 0), "closed"),
        "derivatives" => Of(time, new(8, 45), new(9, 0), new(14, 30), new(14, 45), "closed"),
        _ => null,
    };

    private static string Of(TimeOnly time, TimeOnly opens, TimeOnly continuous, TimeOnly auction, TimeOnly after, string afterwards) =>
        time < opens || time >= new TimeOnly(15, 0) ? "closed"
        : time < continuous ? "ato"
        : time >= after ? afterwards
        : time >= auction ? "atc"
        : time >= new TimeOnly(11, 30) && time < new TimeOnly(13, 0) ? "lunch"
        : "continuous";
}
