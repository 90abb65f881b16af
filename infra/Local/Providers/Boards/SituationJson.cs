using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary><c>situation</c> of the American sports: the last play, and where the ball is.</summary>
internal static class SituationJson
{
    public static JsonObject Of(MatchState match, Play last)
    {
        var json = new JsonObject();
        // The real one points at a host inside the provider's network; whoever follows it waits for nothing.
        if (match.Match.League.Sport == Sport.Football)
            json["$ref"] = $"http://sports.core.api.espn.pvt/v2/sports/football/leagues/nfl/events/{match.Match.Id}/competitions/{match.Match.Id}/situation";
        json["lastPlay"] = LastPlay(match, last);
        switch (last.Spot)
        {
            case FieldSpot field:
                Field(match, json, field);
                break;
            case DiamondSpot diamond:
                Diamond(match, json, diamond, last.Side ?? Side.Home);
                break;
        }

        return json;
    }

    private static JsonObject LastPlay(MatchState match, Play play)
    {
        var json = new JsonObject
        {
            ["id"] = $"{match.Match.Id}{(long)play.At.TotalSeconds:D5}",
            ["type"] = new JsonObject { ["id"] = play.Kind.Id, ["text"] = play.Kind.Text, ["abbreviation"] = play.Kind.Abbreviation },
            ["text"] = play.Text,
            ["scoreValue"] = play.Points,
        };
        if (play.Side is { } side)
            json["team"] = new JsonObject { ["id"] = $"{match.Team(side).Id}" };
        if (match.Match.League.Sport == Sport.Football)
            json["probability"] = Probability(match);
        if (play.Athlete is { } athlete)
            json["athletesInvolved"] = new JsonArray(AthleteJson.Involved(match.Match.League, athlete));
        return json;
    }

    /// <summary>Binary floating point as it comes: 0.08320000000000005 is what the real feed says too.</summary>
    private static JsonObject Probability(MatchState match)
    {
        var home = Math.Clamp(0.5 + 0.04 * (match.Score(Side.Home) - match.Score(Side.Away)), 0.02, 0.98) - Jitter.Second(match, 50, 100) / 10_000.0;
        return new JsonObject { ["tiePercentage"] = 0.0m, ["homeWinPercentage"] = home, ["awayWinPercentage"] = 1 - home, ["secondsLeft"] = 0 };
    }

    /// <summary>Nobody has the ball at a kick-off or at half-time, and then the keys are missing.</summary>
    private static void Field(MatchState match, JsonObject json, FieldSpot spot)
    {
        if (spot.Possession is { } possession && match.Status.Stage == Stage.Live)
        {
            var where = spot.YardLine > 50 ? $"{match.Away.Short} {100 - spot.YardLine}" : $"{match.Home.Short} {spot.YardLine}";
            json["down"] = spot.Down;
            json["yardLine"] = spot.YardLine;
            json["distance"] = spot.Distance;
            json["downDistanceText"] = $"{Ordinal.Of(spot.Down)} & {spot.Distance} at {where}";
            json["shortDownDistanceText"] = $"{Ordinal.Of(spot.Down)} & {spot.Distance}";
            json["possessionText"] = where;
            json["possession"] = $"{match.Team(possession).Id}";
        }

        json["isRedZone"] = spot.Possession is not null && (spot.Possession == Side.Home ? spot.YardLine >= 80 : spot.YardLine <= 20);
        json["homeTimeouts"] = spot.HomeTimeouts;
        json["awayTimeouts"] = spot.AwayTimeouts;
    }

    private static void Diamond(MatchState match, JsonObject json, DiamondSpot spot, Side batting)
    {
        json["balls"] = spot.Balls;
        json["strikes"] = spot.Strikes;
        json["outs"] = spot.Outs;
        json["onFirst"] = spot.First;
        json["onSecond"] = spot.Second;
        json["onThird"] = spot.Third;
        json["pitcher"] = Player(match, match.Team(ScriptWriter.Other(batting)), 0);
        json["batter"] = Player(match, match.Team(batting), 1 + match.Known.Count % 9);
    }

    private static JsonObject Player(MatchState match, Team team, int number)
    {
        var athlete = Athlete.Of(match.Match.League, team, number);
        return new JsonObject { ["playerId"] = int.Parse(athlete.Id, System.Globalization.CultureInfo.InvariantCulture), ["athlete"] = AthleteJson.Involved(match.Match.League, athlete) };
    }
}
