using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary><c>competitions[0]</c>: team sports have exactly one.</summary>
internal static class CompetitionJson
{
    public static JsonObject Of(MatchState match)
    {
        var league = match.Match.League;
        var json = new JsonObject
        {
            ["id"] = match.Match.Id,
            ["uid"] = $"{league.Uid}~e:{match.Match.Id}~c:{match.Match.Id}",
            ["date"] = ScoreboardJson.Minutes(match.Match.Kickoff),
            ["startDate"] = ScoreboardJson.Minutes(match.Match.Kickoff),
            ["attendance"] = match.HasStarted ? 12_000 + Jitter.Steady(match.Match, 1, 40_000) : 0,
            ["timeValid"] = true,
            ["recent"] = match.IsLive,
        };
        if (!league.IsSoccer)
        {
            json["type"] = new JsonObject { ["id"] = "1", ["abbreviation"] = "STD" };
            json["neutralSite"] = false;
            json["conferenceCompetition"] = Jitter.Steady(match.Match, 2, 2) == 0;
        }

        json["status"] = StatusJson.Of(match);
        json["venue"] = SceneJson.Venue(match);
        if (match.Status.Facts.State != "post")
            json["tickets"] = SceneJson.Tickets(match);
        json["format"] = new JsonObject { ["regulation"] = new JsonObject { ["periods"] = league.Regulation } };
        if (league.IsSoccer)
            json["altGameNote"] = league.Name;
        json["notes"] = Notes(match);
        json["geoBroadcasts"] = SceneJson.GeoBroadcasts();
        json["broadcasts"] = new JsonArray(new JsonObject { ["market"] = "national", ["names"] = ScoreboardJson.Words("Channel One", "Eleven+") });
        json["broadcast"] = "";
        json["competitors"] = new JsonArray(CompetitorJson.Of(match, Side.Home), CompetitorJson.Of(match, Side.Away));
        Play(match, json);
        json["odds"] = new JsonArray(match.Status.Facts.State == "post" ? null : OddsJson.Of(match));
        json["wasSuspended"] = false;
        json["playByPlayAvailable"] = true;
        json["playByPlayAthletes"] = true;
        return json;
    }

    /// <summary>What tells of the play: rows in soccer, a situation elsewhere while it is live, a headline when it is over.</summary>
    private static void Play(MatchState match, JsonObject json)
    {
        if (match.Match.League.IsSoccer)
            json["details"] = DetailJson.Of(match);
        else if (match.IsLive && match.LastPlay is { } last)
            json["situation"] = SituationJson.Of(match, last);
        if (match.Match.League.Sport == Sport.Football)
            json["leaders"] = LeadersJson.OfMatch(match);
        if (match.Match.League.Sport == Sport.Baseball && match.IsLive && match.LastPlay?.Spot is DiamondSpot { Outs: var outs })
            json["outsText"] = outs == 1 ? "1 Out" : $"{outs} Outs";
        if (match.Status.Facts.Completed)
            json["headlines"] = new JsonArray(SceneJson.Headline(match));
    }

    private static JsonArray Notes(MatchState match)
    {
        if (match.Status.Stage != Stage.FinalAfterPenalties || match.Winner is not { } winner)
            return [];
        var loser = ScriptWriter.Other(winner);
        var text = $"{match.Team(winner).DisplayName} advance {match.ShootoutScore(winner)}-{match.ShootoutScore(loser)} on penalties";
        return [new JsonObject { ["text"] = text, ["headline"] = text, ["type"] = "event" }];
    }
}
