using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>Turns what one provider said into what is shown, after the others have been heard.</summary>
internal static class Ruling
{
    // A teller of rows who was heard so lately is there, and a score is left to him for so long.
    private const long Present = 30_000;
    private const long Patience = 60_000;

    public static Match Of(Match said, Saying saying, Hearing hearing, Scoreline? before, out Jury jury)
    {
        var mine = hearing.Note(saying, said);
        jury = new(hearing, saying, mine);
        var told = Rows(said, saying, hearing);
        var score = jury.Score(before?.Points);
        if (score is null && mine.Points is not null)
            told = Keep(told, before?.Points);
        else if (score?.Name == mine.Name) // also what was said before, and not now
            told = told with { Home = told.Home with { Score = mine.Points?.Home }, Away = told.Away with { Score = mine.Points?.Away } };
        else if (score is not null)
            told = told with { Home = With(told.Home, score.Points?.Home, score.Home), Away = With(told.Away, score.Points?.Away, score.Away) };
        var status = jury.Status(before?.Whole);
        if (status is null)
            told = told with { Status = before?.Whole, Decided = before?.Decided };
        else if (status.Name != mine.Name)
            told = told with { Status = status.Status, Decided = status.Decided };
        return hearing.Voices.Count == 1
            ? told
            : told with { By = new CanonicalObject().Set("score", hearing.ScoreBy).Set("status", hearing.StatusBy).Set("rows", hearing.RowsBy) };
    }

    /// <summary>Whether a score that is not told yet is left to the teller of rows.</summary>
    public static bool Awaited(Hearing hearing, Saying saying, Jury jury) =>
        hearing.RowsBy is { } teller && teller != saying.Voice
        && jury.Heard.Any(voice => voice.Name == teller && saying.Now - voice.At <= Present)
        && (hearing.Owed is not { } since || saying.Now - since < Patience);

    private static Match Rows(Match said, Saying saying, Hearing hearing)
    {
        if (said.Incidents is { Count: > 0 })
            hearing.RowsBy ??= saying.Voice;
        return hearing.RowsBy is { } teller && teller != saying.Voice ? said with { Incidents = null } : said;
    }

    // Who has won follows from the score that stays.
    private static Match Keep(Match told, Points? shown) => told with
    {
        Home = told.Home with { Score = shown?.Home ?? told.Home.Score, Winner = null },
        Away = told.Away with { Score = shown?.Away ?? told.Away.Score, Winner = null },
    };

    private static Side With(Side side, int? score, Tally tally) => side with
    {
        Score = score,
        Shootout = tally.Shootout,
        Regulation = tally.Regulation,
        ScoreText = tally.Text,
        Winner = tally.Won,
    };
}
