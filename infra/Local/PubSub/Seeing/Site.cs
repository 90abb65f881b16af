using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>
/// What a person or a test asks of the emulator itself: the page, the metrics, the fault switches. Only for this machine's own names, so
/// that no web page elsewhere can reach in through a renamed host.
/// </summary>
internal sealed class Site(Switchboard board)
{
    private const int MaxGroups = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public async Task AnswerAsync(HttpContext http)
    {
        var answer = http.Response;
        if (!IsHere(http.Request.Host.Host))
        {
            answer.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }

        switch (http.Request.Method, http.Request.Path.Value)
        {
            case ("HEAD" or "GET", "/api/health"): break;
            case ("GET", "/"): await TextAsync(http, "text/html; charset=utf-8", Page.Html); break;
            case ("GET", "/metrics"): await TextAsync(http, "text/plain; version=0.0.4; charset=utf-8", Metrics.Write(board)); break;
            case ("GET", "/admin/state"): await answer.WriteAsJsonAsync(State(), Json, http.RequestAborted); break;
            case ("GET", "/admin/faults"): await answer.WriteAsJsonAsync(board.Faults.Settings, Json, http.RequestAborted); break;
            case ("PUT", "/admin/faults"): await SetFaultsAsync(http); break;
            case ("DELETE", "/admin/faults"):
                board.Faults.Set(new FaultSettings());
                answer.StatusCode = StatusCodes.Status204NoContent;
                break;
            default: answer.StatusCode = StatusCodes.Status404NotFound; break;
        }
    }

    private async Task SetFaultsAsync(HttpContext http)
    {
        var fault = "The body must be JSON.";
        FaultSettings? settings = null;
        // Only a body said to be JSON: a form on a foreign page cannot say so.
        if (http.Request.HasJsonContentType())
        {
            try
            {
                settings = await http.Request.ReadFromJsonAsync<FaultSettings>(Json, http.RequestAborted);
                fault = settings is null ? fault : settings.Fault();
            }
            catch (JsonException e)
            {
                fault = e.Message;
            }
        }

        if (fault is null && settings is not null)
        {
            board.Faults.Set(settings);
            await http.Response.WriteAsJsonAsync(settings, Json, http.RequestAborted);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        await TextAsync(http, "text/plain; charset=utf-8", fault ?? "");
    }

    private object State() => new
    {
        published = board.Recent.Published,
        delivered = board.Lanes.Stats.Sum(lane => lane.Delivered),
        bytes = board.Lanes.Stats.Sum(lane => lane.Bytes),
        dropped = board.Lanes.Stats.Sum(lane => lane.Dropped),
        closed = board.Closed.ByName(),
        faults = board.Faults.Struck.ByName(),
        hubs = board.Hubs.All.OrderBy(hub => hub.Name, StringComparer.Ordinal).Select(hub => new
        {
            name = hub.Name,
            connections = hub.Connections,
            groups = hub.Groups().OrderByDescending(group => group.Value).Take(MaxGroups).Select(group => new { name = group.Key, members = group.Value }),
        }),
        messages = board.Recent.Look(board.Options.Time),
    };

    private static Task TextAsync(HttpContext http, string type, string text)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static bool IsHere(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
