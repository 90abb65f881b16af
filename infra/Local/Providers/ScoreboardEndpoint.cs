namespace LiveView.Local.Providers;

/// <summary>
/// <c>GET /apis/site/v2/sports/{sport}/{league}/scoreboard?dates=&amp;limit=</c>: the provider. Without dates the whole board is
/// given; a date keeps the matches that kick off in that UTC day, month or year. (The real one means the Eastern day.)
/// </summary>
internal sealed partial class ScoreboardEndpoint(ProviderOptions options, Season season, FaultBoard faults, ILogger logger, CancellationToken stopping)
{
    private readonly FaultAnswer _struck = new(options, faults);

    public async Task AnswerAsync(HttpContext http, string sport, string league)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var token = both.Token;
        try
        {
            if (Refusal(http, sport, league) is { } code)
                await RefuseAsync(http, code, league, token);
            else if (Body(http, sport, league) is var body && faults.Next(league) is { } fault)
                await StrikeAsync(http, fault, league, body, token);
            else
                await Answer.JsonAsync(http, body, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The client has left or the server stops: nobody waits for an answer any more.
            http.Abort();
        }
    }

    private int? Refusal(HttpContext http, string sport, string league)
    {
        if (!Manners.Welcomes(http.Request.Headers.UserAgent.ToString()))
            return 403;
        if (Replayed(league) is null && Leagues.Find(sport, league) is null)
            return 404;
        var dates = http.Request.Query["dates"].ToString();
        var understood = dates.Length == 0 || Manners.UnderstandsDates(dates);
        return understood && Manners.Limit(http.Request.Query["limit"], options.TruncatedTo) is not null ? null : 400;
    }

    private Task RefuseAsync(HttpContext http, int code, string league, CancellationToken token)
    {
        Log.Refused(logger, league, code);
        return code == 403
            ? Answer.TextAsync(http, code, "text/html", Manners.AccessDenied, token)
            : Answer.SendAsync(http, code, Answer.Json, Manners.NoEvents(code), token);
    }

    private Task StrikeAsync(HttpContext http, ActiveFault fault, string league, byte[] body, CancellationToken token)
    {
        Log.Struck(logger, league, fault.Fault.Kind);
        return _struck.SendAsync(http, fault, league, body, () => Other(league), token);
    }

    private byte[] Body(HttpContext http, string sport, string league)
    {
        if (Replayed(league) is { } recording)
            return recording.Current;
        var found = Leagues.Find(sport, league) ?? throw new InvalidOperationException($"{league} was found a moment ago.");
        var limit = Manners.Limit(http.Request.Query["limit"], options.TruncatedTo) ?? 0;
        return Board(found, http.Request.Query["dates"].ToString(), limit);
    }

    private Recording? Replayed(string league) => options.Recordings.FirstOrDefault(recording => recording.League == league);

    private byte[] Board(League league, string dates, int limit)
    {
        var now = options.Time.GetUtcNow();
        var matches = season.BoardAt(now)
            .Where(match => match.Match.League == league && $"{match.Match.Kickoff.UtcDateTime:yyyyMMdd}".StartsWith(dates, StringComparison.Ordinal));
        return ScoreboardJson.Write(league, now, matches.Take(limit));
    }

    private byte[] Other(string league) => Board(Leagues.All.First(other => other.Slug != league), "", Manners.UsualLimit);

    private static partial class Log
    {
        [LoggerMessage(9502, LogLevel.Debug, "The provider refused a request for {League} with {Status}")]
        public static partial void Refused(ILogger logger, string league, int status);

        [LoggerMessage(9503, LogLevel.Information, "A request for {League} was struck by {Fault}")]
        public static partial void Struck(ILogger logger, string league, FaultKind fault);
    }
}
