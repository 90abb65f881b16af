using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Reads what stands around the events: whether this is a scoreboard at all, and of which league.</summary>
internal static class EspnFrame
{
    /// <summary>Where the list of events begins, after its bracket; −1 if this is no board.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int FindEvents(ReadOnlySpan<byte> body, out Rejection reason, out string detail)
    {
        (reason, detail) = (Rejection.Malformed, "A scoreboard is an object.");
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals("events"u8);
            reader.Read();
            if (isEvents && reader.TokenType == JsonTokenType.StartArray)
                return (int)reader.BytesConsumed;
            if (isEvents)
            {
                detail = "The events of a scoreboard are a list.";
                return -1;
            }

            reader.Skip();
        }

        (reason, detail) = (Rejection.WrongDocument, "The answer is an object without events: an error, or another feed.");
        return -1;
    }

    /// <summary>Whether the frame is whole and names the league that was asked for.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool IsBoardOf(League league, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, out Rejection reason, out string detail)
    {
        (reason, detail) = (Rejection.WrongDocument, "");
        using var frame = JsonDocument.Parse((byte[])[.. head, .. tail]);
        var named = false;
        foreach (var said in frame.RootElement.Items("leagues"u8))
        {
            if (said.Text("slug"u8) is not { } slug)
                continue;
            if (slug == league.Name && EspnSports.Agrees(said.Text("uid"u8), league))
                return true;
            named = true;
        }

        detail = "The scoreboard is of another league than was asked for.";
        return !named;
    }
}
