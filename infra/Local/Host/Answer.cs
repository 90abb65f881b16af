using System.Net.Http.Headers;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace LiveView.Local.Host;

/// <summary>Judges what a handler answers to an invocation, as strictly and as oddly as the real host.</summary>
internal static class Answer
{
    /// <summary>The lines in <c>Logs</c>; null if the answer is empty, on which the real host waits until the function times out.</summary>
    /// <exception cref="InvocationFailedException">The answer is not a success.</exception>
    public static IReadOnlyList<string>? Judge(int status, MediaTypeHeaderValue? contentType, string body)
    {
        if (status is < 200 or > 299)
            throw new InvocationFailedException($"Response status code does not indicate success: {status}.");
        if (body.Length == 0)
            return null;
        if (contentType?.MediaType is not ("application/json" or "text/json"))
            throw new InvocationFailedException($"Invalid HttpResponseMessage: content type '{contentType}' is not application/json or text/json.");
        try
        {
            return JToken.Parse(body) switch
            {
                { Type: JTokenType.Null } => null,
                JObject answer => Logs(answer),
                var other => throw new InvocationFailedException($"Invalid HttpResponseMessage: a JSON object is expected, not {other.Type}."),
            };
        }
        catch (JsonException fault)
        {
            throw new InvocationFailedException($"Invalid HttpResponseMessage: {fault.Message}", fault);
        }
    }

    private static List<string> Logs(JObject answer)
    {
        if (answer.GetValue("Outputs", StringComparison.OrdinalIgnoreCase) is JObject { Count: > 0 })
            throw new InvocationFailedException("The answer has Outputs, but the local host has no output bindings.");
        return answer.GetValue("Logs", StringComparison.OrdinalIgnoreCase) switch
        {
            null or { Type: JTokenType.Null } => [],
            JArray lines when lines.All(line => line.Type is JTokenType.String) => [.. lines.Select(line => line.ToString())],
            _ => throw new InvocationFailedException("Invalid HttpResponseMessage: Logs is not an array of strings."),
        };
    }
}
