using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveView.Local.Providers;

/// <summary>What only tests and the curious ask for: the truth, the faults, the next recorded board.</summary>
internal sealed class AdminEndpoints(ProviderOptions options, Season season, FaultBoard faults)
{
    private const string Index = """
        Simulated sports providers

        GET    /apis/site/v2/sports/{sport}/{league}/scoreboard?dates=YYYYMMDD&limit=
               soccer/eng.1  basketball/nba  football/nfl  baseball/mlb  hockey/nhl  (and what is replayed)
        GET    /nba/static/json/liveData/scoreboard/todaysScoreboard_00.json  /playbyplay/playbyplay_{game}.json
        GET    /nhl/v1/score/{date}  /nhl/v1/gamecenter/{game}/play-by-play
        GET    /mlb/api/v1/schedule?sportId=1&date=  /mlb/api/v1.1/game/{game}/feed/live
        GET    /openligadb/getmatchdata/eng1
        GET    /openfootball/football.json/master/{season}/en.1.json
        GET    /truth              what really happened this evening
        GET    /faults             the faults and how often each struck
        POST   /faults             {"kind": "...", "league"?, "provider"?, "share"?: 0..1, "count"?, "seed"?, "durationSeconds"?}
        DELETE /faults             all is well again
        POST   /step?league=       turns a recording to its next board

        Kinds of faults:

        """;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Text($"{Index}{string.Join('\n', FaultJson.Kinds)}\n"));
        routes.MapGet("/truth", Truth);
        routes.MapGet("/faults", () => TypedResults.Json(faults.Report(), FaultJson.Default.FaultReport));
        routes.MapPost("/faults", OrderAsync);
        routes.MapDelete("/faults", Clear);
        routes.MapPost("/step", Step);
    }

    private FileContentHttpResult Truth()
    {
        var now = options.Time.GetUtcNow();
        return TypedResults.Bytes(ScoreboardJson.Bytes(TruthJson.Of(season.EveningAt(now), now, season.BoardAt(now))), "application/json");
    }

    private async Task<IResult> OrderAsync(HttpRequest request, CancellationToken token)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync(request.Body, FaultJson.Default.Fault, token);
            if (fault is null)
                return Bad("The body must be a fault, not null.");
            if (fault.League is { } league && Leagues.All.All(known => known.Slug != league) && options.Recordings.All(known => known.League != league))
                return Bad($"There is no league {league}.");
            var (view, complaint) = faults.Add(fault);
            return view is null ? Bad(complaint ?? "") : TypedResults.Json(view, FaultJson.Default.FaultView, statusCode: 201);
        }
        catch (JsonException unreadable)
        {
            return Bad($"The body is not a fault: {unreadable.Message} Kinds: {string.Join(", ", FaultJson.Kinds)}.");
        }
    }

    private NoContent Clear()
    {
        faults.Clear();
        return TypedResults.NoContent();
    }

    private IResult Step(string? league)
    {
        List<Recording> chosen = [.. options.Recordings.Where(recording => league is null || recording.League == league)];
        if (chosen.Count == 0)
            return TypedResults.Json(new Refusal(404, league is null ? "Nothing is replayed." : $"{league} is not replayed."), FaultJson.Default.Refusal, statusCode: 404);
        IReadOnlyList<RecordingView> views = [.. chosen.Select(recording => recording.View(recording.Step()))];
        return TypedResults.Json(views, FaultJson.Default.IReadOnlyListRecordingView);
    }

    private static JsonHttpResult<Refusal> Bad(string message) =>
        TypedResults.Json(new Refusal(400, message), FaultJson.Default.Refusal, statusCode: 400);
}
