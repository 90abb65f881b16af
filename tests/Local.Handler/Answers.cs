namespace LiveView.Local.Handler;

/// <summary>How this handler answers, switched while it runs: the file named by TEST_ANSWER is read at each call.</summary>
internal sealed class Answers(string? path)
{
    public string Current => path is not null && File.Exists(path) ? File.ReadAllText(path) : "ok";

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        switch (Current)
        {
            case "ok": await JsonAsync("{}"); break;
            case "logs": await JsonAsync("""{"logs":["one","two"],"somethingElse":1}"""); break;
            case "empty": break;
            case "204": response.StatusCode = 204; break;
            case "null": await JsonAsync("null"); break;
            case "array": await JsonAsync("[]"); break;
            case "bad": await JsonAsync("{"); break;
            case "bad logs": await JsonAsync("""{"Logs":[1]}"""); break;
            case "text": response.ContentType = "text/plain"; await response.WriteAsync("{}", context.RequestAborted); break;
            case "no type": await response.Body.WriteAsync("{}"u8.ToArray(), context.RequestAborted); break;
            case "500": response.StatusCode = 500; await JsonAsync("""{"Logs":["lost"]}"""); break;
            case "hang": await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted); break;
            case "exit 0": Environment.Exit(0); break;
            case "exit 1": Environment.Exit(1); break;
            case "exit 200": Environment.Exit(200); break;
            // Fails until it is told a retry's number, then succeeds.
            case "retry 2": await RetryAsync("\"RetryCount\":2"); break;
            case var other: throw new InvalidOperationException($"This handler cannot answer '{other}'.");
        }

        async Task RetryAsync(string sign)
        {
            if (context.Items["body"] is string body && body.Contains(sign, StringComparison.Ordinal))
                await JsonAsync("{}");
            else
                response.StatusCode = 500;
        }

        Task JsonAsync(string json)
        {
            response.ContentType = "application/json";
            return response.WriteAsync(json, context.RequestAborted);
        }
    }
}
