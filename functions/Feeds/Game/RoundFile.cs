using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Game;

/// <summary>
/// A public file of one recorded round: <c>game_start</c>, a <c>tick</c> a line, <c>game_end</c>. Files of the wild have lines that two writers wrote
/// into, notes and blanks: those are told, and the rest is taken as it stands, repeated ticks and ticks that go back included.
/// </summary>
/// <param name="Topic">The round; null when the file has none.</param>
/// <param name="Moments">Its sound lines, in their order.</param>
/// <param name="Damaged">The others.</param>
/// <param name="Content">The sound lines, from which the file is recognised.</param>
public sealed record RoundFile(Topic? Topic, IReadOnlyList<RoundMoment> Moments, IReadOnlyList<(int Line, string Reason)> Damaged, ReadOnlyMemory<byte> Content)
{
    /// <summary>Reads a file.</summary>
    public static RoundFile Read(ReadOnlyMemory<byte> file)
    {
        List<RoundMoment> moments = [];
        List<(int, string)> damaged = [];
        var content = new StringBuilder();
        Topic? topic = null;
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(file.Span).TrimEnd('\n').Split('\n'))
        {
            number++;
            if (Parse(line, ref topic, out var problem) is { } moment)
                moments.Add(moment);
            if (problem.Length > 0)
                damaged.Add((number, problem));
            else
                content.Append(line).Append('\n');
        }

        return new(moments.Count == 0 ? null : topic, moments, damaged, Encoding.UTF8.GetBytes(content.ToString()));
    }

    private static RoundMoment? Parse(string line, ref Topic? topic, out string problem)
    {
        problem = "It is not JSON: torn, or written into by another.";
        try
        {
            using var json = JsonDocument.Parse(line);
            problem = "It is no line of a recorded round.";
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("game_id"u8, out var id) || id.ValueKind != JsonValueKind.String)
                return null;
            if (RugsFrame.TopicOf(id.GetString() ?? "") is not { } named || (topic is { } known && named != known))
            {
                problem = "It is of another round.";
                return null;
            }

            topic = named;
            problem = "";
            return Type(json.RootElement) == "tick" ? Moment(json.RootElement, out problem) : null;
        }
        catch (Exception torn) when (torn is JsonException or InvalidOperationException) // half a letter in a name or a text is found when it is read
        {
            return null;
        }
    }

    private static string? Type(JsonElement line) =>
        line.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    private static RoundMoment? Moment(JsonElement line, out string problem)
    {
        problem = "Its tick, price or time cannot be read.";
        if (!line.TryGetProperty("tick"u8, out var count) || count.ValueKind != JsonValueKind.Number || !count.TryGetInt64(out var tick)
            || !line.TryGetProperty("price"u8, out var number) || number.ValueKind != JsonValueKind.Number || Price.Read(number.GetRawText()) is not { } price
            || !line.TryGetProperty("timestamp"u8, out var time) || time.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        problem = "";
        var rugged = line.TryGetProperty("rugged"u8, out var broke) && broke.ValueKind == JsonValueKind.True;
        var cooldown = line.TryGetProperty("cooldown_timer"u8, out var timer) && timer.TryGetInt64(out var milliseconds) ? milliseconds : (long?)null;
        var trades = line.TryGetProperty("trade_count"u8, out var traded) && traded.TryGetInt64(out var sum) ? sum : (long?)null;
        var isActive = line.TryGetProperty("active"u8, out var active) && active.ValueKind == JsonValueKind.True;
        return new(
            at,
            Tick(tick, price, trades, rugged),
            ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty
                .Add(GameFeed.TickTier, Tick(tick, price, trades, rugged))
                .Add(GameFeed.GameTier, Game(isActive, rugged, cooldown, line)));
    }

    private static byte[] Tick(long tick, decimal price, long? trades, bool rugged) => new CanonicalObject()
        .Set("tick", tick).Set("price", Price.Text(price)).Set("trades", trades).Set("rugged", rugged ? true : null).ToBytes();

    private static byte[] Game(bool active, bool rugged, long? cooldown, JsonElement line)
    {
        var presale = line.TryGetProperty("phase"u8, out var phase) && phase.ValueKind == JsonValueKind.String && phase.GetString() == "PRESALE";
        return new CanonicalObject()
            .Set("phase", rugged ? "rugged" : active ? "active" : presale ? "presale" : cooldown > 0 ? "cooldown" : "starting")
            .Set("active", active).Set("rugged", rugged).Set("cooldown", cooldown).ToBytes();
    }
}

/// <summary>One line of the file: what it says.</summary>
/// <param name="At">When it was written; the files name no zone, and it is read as UTC.</param>
/// <param name="Entry">What it adds to the log of ticks.</param>
/// <param name="Documents">What the documents are by then, by tier.</param>
public sealed record RoundMoment(DateTimeOffset At, ReadOnlyMemory<byte> Entry, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Documents);
