using System.Text.Json;
using LiveView.Core.Recovery;

namespace LiveView.Viewer;

/// <summary>What the server says to a viewer who asks what it lacks.</summary>
public abstract record CatchUpAnswer
{
    private CatchUpAnswer()
    {
    }

    /// <summary>304: nothing is lacking.</summary>
    public sealed record Current : CatchUpAnswer;

    /// <summary>404 with <c>none</c>: the tier has no history yet.</summary>
    public sealed record None : CatchUpAnswer;

    /// <summary>Every update after the position.</summary>
    public sealed record Updates(IReadOnlyList<ViewerUpdate> List) : CatchUpAnswer;

    /// <summary>The whole document, or the kept entries, at a position.</summary>
    public sealed record State(ViewerUpdate Whole) : CatchUpAnswer;

    /// <summary>A part is no longer kept; the state goes with it.</summary>
    public sealed record Gap(Missing Missing, ViewerUpdate Whole) : CatchUpAnswer;

    /// <summary>Reads an answer, or says null when the server wants to be asked again later.</summary>
    /// <exception cref="FormatException">It is none of the answers.</exception>
    public static CatchUpAnswer? Read(int status, ReadOnlyMemory<byte> body)
    {
        if (status == 304)
            return new Current();
        if (status is not (200 or 404))
            return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var answer = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("answer"u8, out var word) ? word.GetString() : null;
            return (status, answer) switch
            {
                (200, "updates") => new Updates([.. root.GetProperty("updates"u8).EnumerateArray().Select(ViewerUpdate.Read)]),
                (200, "state") => new State(ViewerUpdate.Read(root.GetProperty("state"u8))),
                (200, "gap") => new Gap(ReadMissing(root.GetProperty("missing"u8)), ViewerUpdate.Read(root.GetProperty("state"u8))),
                (404, "none") => new None(),
                (404, null) => null, // nobody who knows of tiers
                _ => throw new FormatException($"A catch-up is not answered with {status} '{answer}'."),
            };
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("It is no answer to a catch-up.", broken);
        }
    }

    private static Missing ReadMissing(JsonElement missing) => new(
        missing.GetProperty("from"u8).GetInt64(),
        missing.TryGetProperty("to"u8, out var to) ? to.GetInt64() : null,
        missing.GetProperty("reason"u8).GetString() switch
        {
            "epoch" => GapReason.Epoch,
            "ahead" => GapReason.Ahead,
            "lost" => GapReason.Lost,
            _ => GapReason.Retention,
        });
}
