using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>
/// What is remembered of who said what about a match: each provider's last word, who the shown values are from, and what is waiting to be
/// believed.
/// </summary>
internal sealed class Hearing
{
    // How often it is noted that a voice that says nothing new is still there.
    private const long Breath = 30_000;

    private readonly SortedDictionary<string, Voice> voices = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Voice> Voices => voices.Values;

    /// <summary>Whose score is shown.</summary>
    public string? ScoreBy { get; set; }

    /// <summary>Whose status is shown.</summary>
    public string? StatusBy { get; set; }

    /// <summary>Who tells the rows of the log: one voice, or a goal would be told as often as it has tellers.</summary>
    public string? RowsBy { get; set; }

    /// <summary>A score that is not believed yet.</summary>
    public Doubt? Score { get; set; }

    /// <summary>A status that is behind the shown one.</summary>
    public Doubt? Status { get; set; }

    /// <summary>How far what was lately taken back had gone, and who took it back: who is late may still say it.</summary>
    public Doubt? Gone { get; set; }

    /// <summary>Since when the log waits for its teller to tell a score that is shown.</summary>
    public long? Owed { get; set; }

    public static Hearing Read(JsonElement memory)
    {
        var hearing = new Hearing();
        if (memory.Child("voices"u8) is { } said)
        {
            foreach (var voice in said.EnumerateObject())
                hearing.voices[voice.Name] = Voice.Read(voice.Name, voice.Value);
        }

        if (memory.Child("by"u8) is { } by)
            (hearing.ScoreBy, hearing.StatusBy, hearing.RowsBy) = (by.Text("score"u8), by.Text("status"u8), by.Text("rows"u8));
        hearing.Score = Doubt.Read(memory.Child("doubt"u8)?.Child("score"u8));
        hearing.Status = Doubt.Read(memory.Child("doubt"u8)?.Child("status"u8));
        hearing.Gone = Doubt.Read(memory.Child("gone"u8));
        hearing.Owed = memory.Child("owed"u8)?.GetInt64();
        return hearing;
    }

    public void Write(CanonicalObject memory)
    {
        var said = new CanonicalObject();
        foreach (var (name, voice) in voices)
            said.Set(name, voice.Write());
        memory
            .Set("voices", said)
            .Set("by", new CanonicalObject().Set("score", ScoreBy).Set("status", StatusBy).Set("rows", RowsBy))
            .Set("doubt", new CanonicalObject().Set("score", Score?.Write()).Set("status", Status?.Write()))
            .Set("gone", Gone?.Write())
            .Set("owed", Owed);
    }

    public Voice? Of(string? name) => name is null ? null : voices.GetValueOrDefault(name);

    public void Put(Voice voice) => voices[voice.Name] = voice;

    /// <summary>Takes note of what a voice says now.</summary>
    public Voice Note(Saying saying, Match said)
    {
        var before = voices.GetValueOrDefault(saying.Voice);
        var points = PointsOf(said, before);
        var now = (before ?? new() { Name = saying.Voice }) with
        {
            Points = points,
            High = points is { } told ? told.With(before?.High ?? told) : before?.High ?? default,
            Home = TallyOf(said, said.Home),
            Away = TallyOf(said, said.Away),
            Status = said.Status is { } status ? Plain(status) : before?.Status,
            Decided = said.Status?.Phase == MatchPhase.Finished ? said.Decided ?? Result.DecidedBy(said) : null,
        };
        if (now != before || (voices.Count > 1 && saying.Now - now.At >= Breath))
            now = now with { At = saying.Now };
        return voices[saying.Voice] = now;
    }

    // As it is written down, so that what is read back equals what is said again.
    private static MatchStatus Plain(MatchStatus status) =>
        status with { Pause = Pause.None, Detail = status.Detail == status.Clock ? null : status.Detail };

    // Absent is not zero: what is not said now is as it was.
    private static Points? PointsOf(Match said, Voice? before)
    {
        if (!Result.HasScore(said) || (said.Home.Score is null && said.Away.Score is null))
            return said.Status?.Phase == MatchPhase.Scheduled ? null : before?.Points;
        return (said.Home.Score ?? before?.Points?.Home) is { } home && (said.Away.Score ?? before?.Points?.Away) is { } away ? new(home, away) : null;
    }

    private static Tally TallyOf(Match said, Side side) => new(side.Shootout, Result.Regulation(said, side), side.ScoreText, side.Winner);
}
