using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Patients;
using LiveView.Handler.Patients.Audit;
using LiveView.Handler.Patients.Calls;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;
using LiveView.Local.Azurite;
using LiveView.Local.Ward;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Patients;

/// <summary>From an alert to the webhook, on a real table and a real receiver, with processes that die anywhere in between.</summary>
public sealed class CallTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ManualTime _time = new(new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    private readonly PatientsFeed _feed = new(PatientsPolicies.Usual);
    private readonly Tap _tap = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<HttpClient> _lines = [];
    private PatientsOptions _options = new();
    private AzuriteProcess? _azurite;
    private CallReceiver? _receiver;
    private long _sequence;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CallReceiver Receiver => _receiver ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, Token);
        _receiver = await CallReceiver.StartAsync(NullLoggerFactory.Instance, Token);
        _options = new() { Webhook = _receiver.Endpoint.AbsoluteUri };
        foreach (var name in new[] { StateTables.Topics, StateTables.Calls, StateTables.Audit })
            await Table(name).CreateIfNotExistsAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await _azurite!.DisposeAsync();
        _tap.Dispose();
        await _meters.DisposeAsync();
        foreach (var line in _lines)
            line.Dispose();
    }

    [Fact]
    [Trait("Requirement", "46")]
    [Trait("Requirement", "45")]
    public async Task A_process_that_is_killed_at_any_step_between_alert_and_webhook_loses_no_call_and_changes_no_key()
    {
        var (steps, calls, repeated) = (0, 0, 0);
        var isKilled = true;
        while (isKilled)
        {
            var step = steps + 1;
            var topic = Topic.Parse($"patients:k-{step}");
            await AlertAsync(topic);
            isKilled = await KilledAsync(topic, step, after: false);
            await RestartedAsync(topic);
            calls += Check(topic, ref repeated);
            var again = Topic.Parse($"patients:l-{step}");
            await AlertAsync(again);
            isKilled |= await KilledAsync(again, step, after: true);
            await RestartedAsync(again);
            calls += Check(again, ref repeated);
            steps += isKilled ? 1 : 0;
        }

        output.WriteLine($"killed before and after each of {steps} steps: {calls} calls, none lost, each under one key, {repeated} came twice");
        Assert.True(steps >= 8, $"{steps} steps");
        Assert.True(repeated > 0); // who was killed after the post and before the mark made it again
    }

    [Fact]
    [Trait("Requirement", "55")]
    public async Task Too_many_calls_of_one_patient_are_suppressed_and_each_that_is_stands_in_the_audit()
    {
        var topic = Topic.Parse("patients:p-1");
        for (var n = 0; n < 8; n++)
        {
            await AlertAsync(topic);
            _time.Advance(TimeSpan.FromSeconds(1));
            await FoldAsync(topic, """{"oxygen":97}""");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await AlertAsync(Topic.Parse("patients:p-2"));
        await Room().RunAsync(topic, Token);
        await Room().RunAsync(Topic.Parse("patients:p-2"), Token);
        Assert.Equal(5, Receiver.Calls.Values.Count(static call => call.Body.Contains("\"p-1\"", StringComparison.Ordinal)));
        Assert.Single(Receiver.Calls.Values, static call => call.Body.Contains("\"p-2\"", StringComparison.Ordinal)); // one patient's calls are not another's
        Assert.Equal(3, await RowsAsync(topic.ToString()));
        _time.Advance(TimeSpan.FromMinutes(11));
        await AlertAsync(topic);
        await Room().RunAsync(topic, Token);
        Assert.Equal(7, Receiver.Calls.Count);
    }

    [Fact]
    public async Task A_webhook_that_is_away_is_tried_again_with_longer_rests_until_it_takes_the_call()
    {
        var topic = Topic.Parse("patients:p-1");
        Receiver.Answers = static n => n <= 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        await AlertAsync(topic);
        List<double> rests = [];
        var started = _time.GetUtcNow();
        for (var seconds = 0; seconds < 60 && Receiver.Calls.Count == 0; seconds++)
        {
            await Room().RunAsync(topic, Token);
            if (Receiver.Calls.Count > 0)
                rests.Add((_time.GetUtcNow() - started).TotalSeconds);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([2 + 4 + 8], rests);
        Assert.Equal(1, Assert.Single(Receiver.Calls).Value.Times);
    }

    [Fact]
    [Trait("Requirement", "76")]
    [Trait("Requirement", "81")]
    public async Task A_remote_agent_that_is_late_or_away_delays_no_call_and_we_say_it_ourselves()
    {
        using var away = new Counted(_meters.GetRequiredService<IMeterFactory>(), "agent_timeout_errors");
        using var asked = new Counted(_meters.GetRequiredService<IMeterFactory>(), "agent_analysis_duration_ms");
        var topic = Topic.Parse("patients:p-1");
        _options = new() { Webhook = _options.Webhook, Agent = "http://127.0.0.1:9/", AgentMilliseconds = 200 };
        await AlertAsync(topic);
        await Room().RunAsync(topic, Token);
        using var body = JsonDocument.Parse(Assert.Single(Receiver.Calls).Value.Body);
        Assert.Equal("local", body.RootElement.GetProperty("assessedBy").GetString());
        Assert.StartsWith("NEWS2 incomplete, at least", body.RootElement.GetProperty("assessment").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (away.Total, asked.Total));
    }

    [Fact]
    public async Task A_call_is_signed_and_says_whom_it_is_about()
    {
        var topic = Topic.Parse("patients:p-1");
        _options = new() { Webhook = _options.Webhook, WebhookSecret = "a secret of the pager" };
        await AlertAsync(topic);
        await Room().RunAsync(topic, Token);
        var (key, call) = Assert.Single(Receiver.Calls);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal((key, "p-1", "oxygen.low", "80"), (body.RootElement.GetProperty("key").GetString(), body.RootElement.GetProperty("patient").GetString(), body.RootElement.GetProperty("rule").GetString(), body.RootElement.GetProperty("value").GetString()));
        Assert.Equal($"sha256={Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("a secret of the pager"u8, Encoding.UTF8.GetBytes(call.Body)))}", call.Signature);
    }

    // The feed and the store, as the fold uses them: an alert is committed.
    private Task AlertAsync(Topic topic) => FoldAsync(topic, """{"oxygen":80}""");

    private async Task FoldAsync(Topic topic, string json)
    {
        var store = new TopicStore(Table(StateTables.Topics));
        var head = await store.LoadAsync(topic, Token);
        var raw = new Raw { Topic = topic, Provider = "push", Target = topic.Key, Received = _time.GetUtcNow(), Body = Encoding.UTF8.GetBytes(json) };
        var place = new Fence("0", ++_sequence, _time.GetUtcNow());
        var commit = TopicFold.Fold(_feed, topic, head?.Head, [new(raw, place)], new($"{_sequence:x8}", _time.GetUtcNow())).Commit ?? throw new InvalidOperationException("It changes the patient.");
        await store.CommitAsync(head, commit, null, Token);
    }

    /// <summary>Works until the process is killed at a step: a request to a table or to the webhook, before or after it was taken.</summary>
    private async Task<bool> KilledAsync(Topic topic, int step, bool after)
    {
        using var killer = new Killer(step, after);
        var kill = new Killing(killer);
        _tap.Before = _ => kill.BeforeAsync();
        _tap.LosesAnswer = _ => kill.After();
        try
        {
            await Room(killer).RunAsync(topic, Token);
        }
        catch (Exception) when (killer.HasKilled)
        {
            // It is dead.
        }

        _tap.Before = static _ => Task.CompletedTask;
        _tap.LosesAnswer = static _ => false;
        return killer.HasKilled;
    }

    private async Task RestartedAsync(Topic topic)
    {
        for (var round = 0; round < 3; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(30)); // a claim of the dead ends
            await Room().RunAsync(topic, Token);
            await Room().RunAsync(Token);
        }
    }

    private int Check(Topic topic, ref int repeated)
    {
        var mine = Receiver.Calls.Where(call => call.Value.Body.Contains($"\"{topic.Key}\"", StringComparison.Ordinal)).ToList();
        var call = Assert.Single(mine);
        repeated += call.Value.Times > 1 ? 1 : 0;
        return 1;
    }

    private CallRoom Room(HttpMessageHandler? outside = null)
    {
        var http = outside is null ? new HttpClient() : new HttpClient(outside, disposeHandler: false);
        _lines.Add(http);
        var (options, store, metrics) = (new Settled<PatientsOptions>(_options), new TopicStore(Table(StateTables.Topics)), new CallMetrics(_meters.GetRequiredService<IMeterFactory>()));
        return new(
            new CallBook(Table(StateTables.Calls), store, options, _time), new CallLine(http, options, TimeProvider.System), new Assessor(http, store, options, metrics, TimeProvider.System),
            new AuditChain(Table(StateTables.Audit), _time, new()), store, metrics, _time, NullLogger<CallRoom>.Instance);
    }

    private TableClient Table(string name) => new(_azurite!.ConnectionString, name, new() { Transport = _tap });

    private async Task<int> RowsAsync(string chain)
    {
        var rows = 0;
        await foreach (var row in Table(StateTables.Audit).QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {chain}"), cancellationToken: Token))
            rows += row.GetString("Body")?.Contains("suppressed", StringComparison.Ordinal) == true ? 1 : 0;
        return rows;
    }

    /// <summary>Counts the steps of a process over all its lines to the outside, and ends it at one: from then on nothing gets through.</summary>
    private sealed class Killer(int step, bool after) : HttpClientHandler
    {
        private int _taken;

        public bool HasKilled => _taken >= step;

        public void Before()
        {
            if (Interlocked.Increment(ref _taken) > step || (_taken == step && !after))
                throw new InvalidOperationException("The process is killed.");
        }

        public bool After() => after && _taken >= step;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Before();
            var answer = await base.SendAsync(request, cancellationToken);
            return After() ? throw new InvalidOperationException("The process is killed.") : answer;
        }
    }

    private sealed class Killing(Killer killer)
    {
        public Task BeforeAsync()
        {
            killer.Before();
            return Task.CompletedTask;
        }

        public bool After() => killer.After() ? throw new InvalidOperationException("The process is killed.") : false;
    }
}
