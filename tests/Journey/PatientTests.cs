using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveView.Client;
using LiveView.Local;
using LiveView.Local.Auditing;
using LiveView.Local.Host;
using LiveView.Local.Ward;
using LiveView.Testing;
using Microsoft.Extensions.Logging;

namespace LiveView.Journey.Tests;

/// <summary>From a device at a bed to the nurse who may look, past the one who may not, and to the pager: through real processes that are killed.</summary>
public sealed class PatientTests(ITestOutputHelper output) : IAsyncLifetime
{
    // Planted: they stand nowhere but in what is pushed, and must be found in no log.
    private const string Patient = "planted-patient-4711";
    private const string Heart = "131.7771";
    private const string Oxygen = "81.4447";
    private const int Strikes = 3;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("liveview-ward-");
    private readonly Heard _heard = new();
    private readonly string _secret = SignIn.NewSecret();
    private SmallAzure? _azure;
    private int _kills;
    private CallReceiver? _calls;
    private HttpClient? _http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SmallAzure Azure => _azure ?? throw new InvalidOperationException("It has not been started.");

    private HttpClient Http => _http ?? throw new InvalidOperationException("It has not been started.");

    private SignIn SignIn => new(_secret, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        using var logs = LoggerFactory.Create(_ => { });
        _calls = await CallReceiver.StartAsync(logs, Token);
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = _data.FullName };
        foreach (var provider in new[] { "Espn", "Nba", "Nhl", "Mlb", "OpenLiga", "OpenFootball" })
            options.Settings[$"Providers__{provider}__Targets"] = "";
        foreach (var (name, value) in new[]
            {
                ("Identity__Secret", _secret), ("Patients__Webhook", _calls.Endpoint.AbsoluteUri), ("Patients__Calls", "1000"), ("WardCron", "* * * * * *"), ("LOG_LEVEL", "Debug"),
                ("Patients__Thresholds", "oxygen<90!"),
            })
            options.Settings[name] = value;
        _azure = await SmallAzure.StartAsync(options, _heard.Factory, Token);
        _http = new() { BaseAddress = _azure.Functions!.Endpoint };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_azure is not null)
            await _azure.DisposeAsync();
        if (_calls is not null)
            await _calls.DisposeAsync();
        _heard.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    [Trait("Requirement", "45")]
    [Trait("Requirement", "46")]
    [Trait("Requirement", "97")]
    public async Task A_device_posts_a_permitted_viewer_sees_another_does_not_and_every_alert_reaches_the_pager_across_kills()
    {
        await SendAsync(HttpMethod.Put, $"api/patients/{Patient}/team/ann?role=nurse", SignIn.Token("root", "admin"), HttpStatusCode.NoContent);
        await PushAsync($$"""{"heart":{{Heart}},"respiration":16,"oxygen":97}""");
        await using var ann = Watch("ann", "vitals");
        await using var log = Watch("ann", "alerts");
        await Eventually.Until("the nurse sees the vitals", () => ann.Document.Contains(Heart, StringComparison.Ordinal), Token, TimeSpan.FromSeconds(60));
        await SendAsync(HttpMethod.Get, $"api/tiers/patients:{Patient}/vitals", SignIn.Token("eve", "nurse"), HttpStatusCode.Forbidden);
        await SendAsync(HttpMethod.Get, $"api/tiers/patients:{Patient}/vitals", null, HttpStatusCode.Unauthorized);
        await using (var eve = new LiveViewClient(new() { Server = Http.BaseAddress!, Bearer = _ => ValueTask.FromResult(SignIn.Token("eve", "nurse")) }))
            await Assert.ThrowsAsync<LiveViewRefusedException>(() => eve.SubscribeAsync($"patients:{Patient}/vitals", Token));

        // Killed at once, while it folds, while it calls, and when all is done.
        foreach (var milliseconds in new[] { 0, 15, 40, 90, 200, 1_500 })
        {
            await PushAsync($$"""{"oxygen":{{Oxygen}}}""");
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Token); // the moment of a kill, not a wait for anything
            await KillAsync();
            await PushAsync("""{"oxygen":97}""");
        }

        await Eventually.Until("six alerts were raised and cleared", () => Happened(log, "cleared") >= 6, Token, TimeSpan.FromSeconds(120));
        var asked = log.Entries.Count(static entry => entry.Contains("\"call\":true", StringComparison.Ordinal));
        await Eventually.Until($"every one of {asked} calls was made", () => _calls!.Calls.Count == asked, Token, TimeSpan.FromSeconds(120));
        Assert.Empty(ann.Faults.Concat(log.Faults));
        Assert.Equal(asked, _calls!.Calls.Values.Select(static call => JsonDocument.Parse(call.Body).RootElement.GetProperty("alert").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(_calls.Calls.Values, static call => Assert.Contains(Patient, call.Body, StringComparison.Ordinal)); // the pager must know whom
        output.WriteLine($"{asked} alerts that call, 6 kills of the handler: {_calls.Calls.Count} calls under {_calls.Calls.Count} keys, {_calls.Calls.Values.Sum(static call => call.Times)} posts");

        Http.DefaultRequestHeaders.Authorization = new("Bearer", SignIn.Token("root", "admin"));
        Assert.True(await AuditCommand.VerifyAsync(Http, Token));
        var metrics = await Http.GetStringAsync(new Uri("api/metrics", UriKind.Relative), Token);
        Assert.Contains("emergency_calls_placed", metrics, StringComparison.Ordinal);
        var lines = _heard.Lines;
        output.WriteLine($"{lines.Count} lines were logged, {lines.Count(static line => Planted(line))} of them hold a planted value; of {metrics.Split('\n').Length} lines of metrics {metrics.Split('\n').Count(Planted)}");
        Assert.True(lines.Count > 20);
        Assert.DoesNotContain(lines, Planted);
        Assert.False(Planted(metrics));
    }

    [Fact]
    public async Task A_patient_who_falls_silent_is_missed_by_the_ward_and_the_pager_rings_when_nobody_answers()
    {
        await _azure!.DisposeAsync();
        _azure = null;
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = _data.FullName, Fresh = true };
        foreach (var (name, value) in new[] { ("Identity__Secret", _secret), ("Patients__Webhook", _calls!.Endpoint.AbsoluteUri), ("WardCron", "* * * * * *"), ("Patients__SilenceSeconds", "2"), ("Patients__PatienceSeconds", "3") })
            options.Settings[name] = value;
        _azure = await SmallAzure.StartAsync(options, _heard.Factory, Token);
        _http = new() { BaseAddress = _azure.Functions!.Endpoint };
        await PushAsync("""{"heart":70}""");
        await Eventually.Until("silence is called", () => _calls.Calls.Values.Any(static call => call.Body.Contains("\"silence\"", StringComparison.Ordinal)), Token, TimeSpan.FromSeconds(60));
        Assert.Contains("\"escalated\"", Assert.Single(_calls.Calls).Value.Body, StringComparison.Ordinal);
    }

    private static bool Planted(string line) => new[] { Patient, Heart, Oxygen }.Any(value => line.Contains(value, StringComparison.OrdinalIgnoreCase));

    private static int Happened(Watcher log, string what) => log.Entries.Count(entry => entry.Contains($"\"event\":\"{what}\"", StringComparison.Ordinal));

    private Watcher Watch(string subject, string tier) =>
        Watcher.Start(new LiveViewClientOptions { Server = Http.BaseAddress!, Bearer = _ => ValueTask.FromResult(SignIn.Token(subject, "nurse")) }, $"patients:{Patient}/{tier}");

    private async Task KillAsync()
    {
        var before = Azure.Functions!.HandlerProcessId;
        await Azure.Functions.KillHandlerAsync();
        if (++_kills % Strikes == 0)
        {
            await Assert.ThrowsAsync<HandlerFailedException>(() => Azure.Functions.WatchAsync(Token)); // the host has had enough of it
            await Azure.RestartFunctionsAsync(Token);
        }

        await Eventually.Until("another handler runs", () => Azure.Functions.HandlerProcessId is { } now && now != before, Token, TimeSpan.FromSeconds(60));
    }

    // As a device does: it sends again until it is taken.
    private Task PushAsync(string json) => Eventually.Until(
        "the push is taken",
        async () =>
        {
            try
            {
                using var body = new StringContent(json, Encoding.UTF8, "application/json");
                using var answer = await Http.PostAsync(new Uri($"api/push/patients/{Patient}", UriKind.Relative), body, Token);
                return answer.StatusCode == HttpStatusCode.Accepted;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        Token,
        TimeSpan.FromSeconds(60));

    private async Task SendAsync(HttpMethod method, string path, string? bearer, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        using var answer = await Http.SendAsync(request, Token);
        Assert.Equal(expected, answer.StatusCode);
        Assert.False(Planted(await answer.Content.ReadAsStringAsync(Token))); // no error says whom it was about
    }

    /// <summary>Everything that is logged in this process and, through the host, by the handler.</summary>
    private sealed class Heard : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new(); // bounded by the test

        public Heard() => Factory = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(this));

        public ILoggerFactory Factory { get; }

        public IReadOnlyList<string> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => new Line(_lines, categoryName);

        public void Dispose() => Factory.Dispose();

        private sealed class Line(ConcurrentQueue<string> lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            // What the framework says of its own requests in this test's process is not what the product logs.
            public bool IsEnabled(LogLevel logLevel) => !category.StartsWith("Microsoft", StringComparison.Ordinal);

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                    lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{category} {formatter(state, exception)} {exception}"));
            }
        }
    }
}
