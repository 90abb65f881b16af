using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>The status object, which the event and its competition both carry.</summary>
internal static class StatusJson
{
    public static JsonObject Of(MatchState match)
    {
        var status = match.Status;
        var json = new JsonObject();
        if (status.Clock is { } clock)
            json["clock"] = Clock(match.Match.League.Sport, (decimal)clock);
        if (status.DisplayClock is { } display)
            json["displayClock"] = display;
        if (status.Period is { } period)
            json["period"] = period;
        json["type"] = Type(status);
        return json;
    }

    /// <summary>Whole in hockey and baseball, with a decimal point elsewhere: 445.0.</summary>
    private static JsonNode Clock(Sport sport, decimal clock) =>
        sport is Sport.Hockey or Sport.Baseball ? (int)clock : clock == decimal.Truncate(clock) ? decimal.Truncate(clock) + 0.0m : clock;

    private static JsonObject Type(Status status)
    {
        var facts = status.Facts;
        var json = new JsonObject
        {
            ["id"] = facts.Id,
            ["name"] = facts.Name,
            ["state"] = facts.State,
            ["completed"] = facts.Completed,
            ["description"] = facts.Description,
            ["detail"] = status.Detail,
            ["shortDetail"] = status.ShortDetail,
        };
        if (status.AltDetail is { } alt)
            json["altDetail"] = alt;
        return json;
    }
}
