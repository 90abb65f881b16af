using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>
/// The match days of a league, as its board tells them: <c>leagues[0].calendar</c>, a list of days (<c>calendarType</c> day), each by the
/// instant at which it begins in the East, or of stages with a beginning and an end (list). A calendar of days without matches
/// (<c>calendarIsWhitelist</c> false) says nothing here.
/// </summary>
internal sealed class EspnCalendar(ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> days)
{
    public static EspnCalendar None { get; } = new([]);

    /// <summary>Reads the calendar of a board's frame. What is not readable is left out: then nothing is known, and nothing is put off.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static EspnCalendar Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        using var frame = JsonDocument.Parse((byte[])[.. head, .. tail]);
        foreach (var league in frame.RootElement.Items("leagues"u8))
        {
            if (league.Truth("calendarIsWhitelist"u8) != false)
                return new([.. league.Items("calendar"u8).Select(Day).OfType<(DateTimeOffset, DateTimeOffset)>()]);
        }

        return None;
    }

    /// <summary>When the match day begins that is on, or the next; in a year if none is to come; null where there is no calendar.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        if (days.IsEmpty)
            return null;
        var coming = days.Where(day => day.To > now).Select(static day => day.From);
        return coming.DefaultIfEmpty(now.AddYears(1)).Min();
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Day(JsonElement day) => day.ValueKind == JsonValueKind.Object
        ? Instant(day.Text("startDate"u8)) is { } from && Instant(day.Text("endDate"u8)) is { } to ? (from, to) : null
        : Instant(day.AsText()) is { } start ? (start, start + TimeSpan.FromDays(1)) : null;

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
