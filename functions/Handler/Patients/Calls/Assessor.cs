using System.Net.Http.Headers;
using System.Text.Json;
using LiveView.Core.Topics;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Calls;

/// <summary>What is made of the vitals, and by whom: <c>remote</c> or <c>local</c>.</summary>
internal sealed record Assessment(string Mode, string Text);

/// <summary>
/// Says in a sentence how the patient is. A remote agent may be asked, and has a short time; a call never waits for more, and never fails because
/// of it: then we say it ourselves, from the score.
/// </summary>
internal sealed class Assessor(HttpClient http, TopicStore store, IOptionsMonitor<PatientsOptions> options, CallMetrics metrics, TimeProvider time)
{
    private const int LongestText = 2_000;

    public async Task<Assessment> AssessAsync(Topic topic, CancellationToken token)
    {
        var vitals = (await store.LoadAsync(topic, token))?.Head.State.Documents.GetValueOrDefault("vitals") ?? default;
        return await AskAsync(vitals, token) is { } told ? new("remote", told) : new("local", Local(vitals));
    }

    private async Task<string?> AskAsync(ReadOnlyMemory<byte> vitals, CancellationToken token)
    {
        var settings = options.CurrentValue;
        if (settings.Agent.Length == 0 || vitals.IsEmpty)
            return null;
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(settings.AgentMilliseconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Agent) { Content = new ReadOnlyMemoryContent(vitals) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, linked.Token);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(linked.Token));
            return json.RootElement.GetProperty("text"u8).GetString() is { Length: > 0 and <= LongestText } text ? text : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or OperationCanceledException && !token.IsCancellationRequested)
        {
            metrics.AgentAway();
            return null;
        }
        finally
        {
            metrics.Asked(time.GetElapsedTime(started));
        }
    }

    private static string Local(ReadOnlyMemory<byte> vitals)
    {
        if (vitals.IsEmpty)
            return "Nothing is known of the vitals.";
        using var json = JsonDocument.Parse(vitals);
        if (!json.RootElement.TryGetProperty("news2"u8, out var score))
            return "NEWS2 is not for this patient.";
        return score.TryGetProperty("score"u8, out var total)
            ? $"NEWS2 {total.GetInt32()}, {score.GetProperty("band"u8).GetString()}."
            : $"NEWS2 incomplete, at least {score.GetProperty("atLeast"u8).GetInt32()}; missing {string.Join(", ", score.GetProperty("missing"u8).EnumerateObject().Select(static part => part.Name))}.";
    }
}
