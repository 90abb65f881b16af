using System.Text.Json;

namespace LiveView.Feeds.Sports;

/// <summary>What a <c>score</c> document says in few words: enough to tell what happened between two of them.</summary>
internal sealed record Scoreline
{
    public MatchPhase Phase { get; init; }

    public string? Status { get; init; }

    public int? Period { get; init; }

    public string? Clock { get; init; }

    public string? Half { get; init; }

    public int? Home { get; init; }

    public int? Away { get; init; }

    public string? HomeId { get; init; }

    public string? AwayId { get; init; }

    public string? Start { get; init; }

    public string? Decided { get; init; }

    /// <summary>The score, where there is one.</summary>
    public Points? Points => Home is { } home && Away is { } away ? new(home, away) : null;

    public MatchStatus? Whole { get; init; }

    public static Scoreline Read(ReadOnlyMemory<byte> score)
    {
        using var document = JsonDocument.Parse(score);
        var root = document.RootElement;
        var status = Member(root, "status"u8);
        var (home, away) = (Member(root, "home"u8), Member(root, "away"u8));
        return new()
        {
            Whole = SportsWire.ReadStatus(status),
            Phase = MatchPhaseWords.Parse(Text(status, "phase"u8)) ?? MatchPhase.Scheduled,
            Status = Text(status, "name"u8),
            Period = Number(status, "period"u8),
            Clock = Text(status, "clock"u8),
            Half = Text(status, "half"u8),
            Home = Number(home, "score"u8),
            Away = Number(away, "score"u8),
            HomeId = Text(home, "id"u8),
            AwayId = Text(away, "id"u8),
            Start = Text(root, "start"u8),
            Decided = Text(root, "decided"u8),
        };
    }

    private static JsonElement? Member(JsonElement? json, ReadOnlySpan<byte> name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? json, ReadOnlySpan<byte> name) => Member(json, name)?.GetString();

    private static int? Number(JsonElement? json, ReadOnlySpan<byte> name) => Member(json, name)?.GetInt32();
}
