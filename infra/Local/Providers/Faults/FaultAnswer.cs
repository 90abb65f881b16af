using System.Globalization;

namespace LiveView.Local.Providers;

/// <summary>Answers a request that a fault has struck.</summary>
internal sealed class FaultAnswer(ProviderOptions options, FaultBoard faults)
{
    /// <summary>Does to the answer what the fault is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="fault">What strikes it.</param>
    /// <param name="league">The slug asked for.</param>
    /// <param name="body">The right answer.</param>
    /// <param name="other">The right answer of another league.</param>
    /// <param name="token">Ends when the client leaves or the server stops.</param>
    public Task SendAsync(HttpContext http, ActiveFault fault, string league, byte[] body, Func<byte[]> other, CancellationToken token) => fault.Fault.Kind switch
    {
        FaultKind.ServerError => Answer.TextAsync(http, 500 + fault.Fault.Seed % 4, "text/html", "<h1>Server Error</h1>", token),
        FaultKind.Hang => Task.Delay(Timeout.InfiniteTimeSpan, options.Time, token),
        FaultKind.Slow => SlowAsync(http, body, token),
        FaultKind.Forbidden => Answer.TextAsync(http, 403, "text/html", Manners.AccessDenied, token),
        FaultKind.TooManyRequests => TooManyAsync(http, token),
        FaultKind.TruncatedJson => Answer.JsonAsync(http, body[..(body.Length * 2 / 3)], token),
        FaultKind.Html => Answer.TextAsync(http, 200, "text/html;charset=UTF-8", "<!DOCTYPE html><html><head><title>ESPN</title></head><body>Back soon.</body></html>", token),
        FaultKind.EmptyEvents => Answer.JsonAsync(http, WithoutEvents(body), token),
        FaultKind.Frozen => Answer.JsonAsync(http, faults.Freeze(fault, league, body), token),
        FaultKind.WrongDocument => Answer.JsonAsync(http, other(), token),
        FaultKind.Oversized => Answer.FloodAsync(http, options.OversizedBytes, token),
        FaultKind.Garbage => Answer.JsonAsync(http, Garbage(fault.Fault.Seed), token),
        FaultKind.ByteOrderMark => Answer.JsonAsync(http, [0xEF, 0xBB, 0xBF, .. body], token),
        FaultKind.TopLevelList => Answer.JsonAsync(http, [(byte)'[', .. body, (byte)']'], token),
        FaultKind.ErrorWithOk => Answer.JsonAsync(http, Manners.NoEvents(400), token),
        FaultKind.Reset => ResetAsync(http, body, token),
    };

    private static byte[] WithoutEvents(byte[] body)
    {
        var board = System.Text.Json.Nodes.JsonNode.Parse(body)!; // our own document, or a recording that parsed when it was opened
        board["events"] = new System.Text.Json.Nodes.JsonArray();
        return ScoreboardJson.Bytes(board);
    }

    private static byte[] Garbage(int seed) => [.. Enumerable.Range(0, 4_096).Select(i => (byte)Chance.Mix(seed, i))];

    private async Task SlowAsync(HttpContext http, byte[] body, CancellationToken token)
    {
        await Task.Delay(options.Slowness, options.Time, token);
        await Answer.JsonAsync(http, body, token);
    }

    private Task TooManyAsync(HttpContext http, CancellationToken token)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(options.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Answer.TextAsync(http, 429, "text/plain", "Too Many Requests", token);
    }

    /// <summary>Promises the whole body, sends half, and cuts the connection.</summary>
    private async Task ResetAsync(HttpContext http, byte[] body, CancellationToken token)
    {
        http.Response.ContentType = Answer.Json;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), token);
        await http.Response.Body.FlushAsync(token);
        // A reset overtakes what was sent: the moment lets the half arrive first.
        await Task.Delay(TimeSpan.FromMilliseconds(50), options.Time, token);
        http.Abort();
    }
}
