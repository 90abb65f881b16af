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

    public bool HasPoints => Home is > 0 || Away is > 0;

    public static Scoreline Read(ReadOnlyMemory<byte> score)
    {
        using var document = JsonDocument.Parse(score);
        var root = document.RootElement;
        var status = Member(root, "status"u8);
        var (home, away) = (Member(root, "home"u8), Member(root, "away"u8));
        return new()
        {
            Phase = MatchPhaseWords.Parse(Text(status, "phase"u8)) ?? MatchPhase.Scheduled,
            Status = Text(status, "name"u8),
            Period = Whole(status, "period"u8),
            Clock = Text(status, "clock"u8),
            Half = Text(status, "half"u8),
            Home = Whole(home, "score"u8),
            Away = Whole(away, "score"u8),
            HomeId = Text(home, "id"u8),
            AwayId = Text(away, "id"u8),
            Start = Text(root, "start"u8),
            Decided = Text(root, "decided"u8),
        };
    }

    private static JsonElement? Member(JsonElement? json, ReadOnlySpan<byte> name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? json, ReadOnlySpan<byte> name) => Member(json, name)?.GetString();

    private static int? Whole(JsonElement? json, ReadOnlySpan<byte> name) => Member(json, name)?.GetInt32();
}
