using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Patients;
using LiveView.Handler.Fold;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Doors;
using LiveView.Local.Auditing;
using LiveView.Local.Ward;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Patients;

/// <summary>The deployed executable with patients in it, and somebody who takes its calls. The host's part, folding what was pushed, is done by hand.</summary>
internal sealed class PatientHouse : IAsyncDisposable
{
    private long _sequence;

    private PatientHouse(OpenHouse house, CallReceiver calls) => (House, Calls) = (house, calls);

    public OpenHouse House { get; }

    public CallReceiver Calls { get; }

    public IServiceProvider Services => House.App.Services;

    public static string Admin => OpenHouse.TokenOf("root", "admin");

    public static async Task<PatientHouse> StartAsync(CancellationToken token, params IEnumerable<(string Name, string Value)> settings)
    {
        var calls = await CallReceiver.StartAsync(NullLoggerFactory.Instance, token);
        return new(
            await OpenHouse.StartAsync(
                token,
                [
                    ("Push:Feeds", "patients"), ("Connect:PublicFeeds", "sports,patients"), ("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "0"), ("Limits:ConnectionsPerAddress", "0"),
                    ("Limits:ConnectionsPerSubject", "0"), ("Limits:Viewers:patients", "0"), ("Push:PerSecond", "10000"), ("Patients:Webhook", calls.Endpoint.AbsoluteUri), ("Patients:Roles:nurse", "vitals,trend,alerts"),
                    ("Patients:Roles:technician", "vitals"), .. settings,
                ]),
            calls);
    }

    /// <summary>A device pushes, over HTTP.</summary>
    public async Task<HttpStatusCode> PushAsync(string patient, string json, CancellationToken token, string type = "application/json")
    {
        using var answer = await SendPushAsync(patient, json, token, type);
        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> SendPushAsync(string patient, string json, CancellationToken token, string type = "application/json") => House.SendAsync(
        HttpMethod.Post, $"/api/push/patients/{patient}", null, new StringContent(json, Encoding.UTF8, type), token, ("X-Api-Key", OpenHouse.PushKey));

    /// <summary>More patients than a list is long are listed, all of whom moved just now.</summary>
    /// <returns>How many they are.</returns>
    public async Task<int> CrowdAsync(CancellationToken token)
    {
        const int All = RecentTopics.Most + 100;
        var (now, list) = (TimeProvider.System.GetUtcNow(), Services.GetRequiredKeyedService<TableClient>(StateTables.Recent));
        foreach (var some in Enumerable.Range(0, All).Chunk(100))
        {
            await list.SubmitTransactionAsync(
                some.Select(n => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new("patients", $"0{n:D18}|patients:p-new-{n}") { ["Topic"] = $"patients:p-new-{n}", ["Updated"] = now, ["Phase"] = "Live" })),
                token);
        }

        return All;
    }

    /// <summary>What was pushed is folded, as the host would have it.</summary>
    public async Task FoldAsync(string patient, string json, CancellationToken token, string provider = "push", DateTimeOffset? received = null)
    {
        var raw = new Raw { Topic = Topic.Parse($"patients:{patient}"), Provider = provider, Target = patient, Received = received ?? TimeProvider.System.GetUtcNow(), Body = Encoding.UTF8.GetBytes(json) };
        var sequence = Interlocked.Increment(ref _sequence);
        await Services.GetRequiredService<FoldBatch>().RunAsync(new("0", [new HubEvent(RawJson.Write(raw), sequence, TimeProvider.System.GetUtcNow())]), token);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? bearer, CancellationToken token, object? body = null, params IEnumerable<(string, string)> headers) =>
        House.SendAsync(method, path, bearer, body is null ? null : JsonContent.Create(body), token, headers);

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? bearer, CancellationToken token, object? body = null)
    {
        using var answer = await SendAsync(method, path, bearer, token, body);
        return answer.StatusCode;
    }

    /// <summary>The rows of a chain of the audit, checked on the way: what each says.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync(string chain, CancellationToken token)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/api/audit/{Uri.EscapeDataString(chain)}", Admin, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync(token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0)
            Assert.Empty(ChainVerifier.Verify(chain, lines, out _, out _));
        return [.. lines.Select(static line => JsonDocument.Parse(line).RootElement).Where(static row => row.TryGetProperty("body", out _)).Select(static row => JsonDocument.Parse(row.GetProperty("body").GetString()!).RootElement)];
    }

    public PatientsFeed Feed => (PatientsFeed)Services.GetRequiredService<System.Collections.Frozen.FrozenDictionary<string, IFeed>>()["patients"];

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Calls.DisposeAsync();
    }
}
