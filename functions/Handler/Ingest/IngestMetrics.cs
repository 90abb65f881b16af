using System.Diagnostics.Metrics;
using LiveView.Core.Feeds;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Ingest;

/// <summary>What is counted on the way from a provider to the hub.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _raws;
    private readonly Counter<long> _unchanged;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _failedTicks;
    private IReadOnlyCollection<ProviderState> _states = [];
    private DateTimeOffset _looked;

    public IngestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _polls = meter.CreateCounter<long>("liveview.polls", "{poll}", "Polls by provider and outcome.");
        _duration = meter.CreateHistogram<double>("liveview.poll.duration", "s", "Time of a poll with its retries.");
        _raws = meter.CreateCounter<long>("liveview.raws", "{record}", "Raws put on the hub.");
        _unchanged = meter.CreateCounter<long>("liveview.poll.unchanged", "{record}", "Topics of an answer that said nothing new.");
        _rejected = meter.CreateCounter<long>("liveview.rejected", "{record}", "What was not taken, by reason; kept as dead letters.");
        _calls = meter.CreateCounter<long>("liveview.provider.calls", "{call}", "Requests to providers, every try of a poll counted.");
        _failedTicks = meter.CreateCounter<long>("liveview.schedule.failed", "{tick}", "Ticks of the schedule that failed.");
        meter.CreateObservableGauge("liveview.provider.circuit", Circuits, description: "The circuit of a provider: 0 closed, 1 open, 2 one is let through to look.");
        _skipped = meter.CreateCounter<long>("liveview.poll.skipped", "{poll}", "Orders that were not carried out, by reason.");
    }

    /// <summary>Polls under way, by target.</summary>
    public InHand Polls { get; } = new();

    /// <summary>Providers that are watched live, since they were last heard; the ticks of one instance tell, and may go over to another.</summary>
    public InHand Silences { get; } = new(TimeSpan.FromMinutes(1));

    public void Asked(Target target, Fetched fetched, int tries, TimeSpan elapsed)
    {
        _calls.Add(tries, new KeyValuePair<string, object?>("provider", target.Provider));
        _polls.Add(1, new("provider", target.Provider), new("outcome", Word(fetched)));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("provider", target.Provider));
    }

    public void Split(Target target, int raws, int unchanged)
    {
        KeyValuePair<string, object?> provider = new("provider", target.Provider);
        _raws.Add(raws, provider);
        _unchanged.Add(unchanged, provider);
    }

    public void Refused(string provider, Rejection reason) =>
        _rejected.Add(1, new("provider", provider), new("reason", reason.ToString()));

    public void Skipped(string reason) => _skipped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void TickFailed() => _failedTicks.Add(1);

    /// <summary>What a tick saw of the providers.</summary>
    public void Looked(IReadOnlyDictionary<string, ProviderState> states, IEnumerable<(string Provider, DateTimeOffset? Since)> heard, DateTimeOffset now)
    {
        _states = [.. states.Values];
        _looked = now;
        foreach (var (provider, since) in heard)
        {
            Silences.Done(provider);
            if (since is { } last)
                Silences.Take(provider, last, now);
        }
    }

    private IEnumerable<Measurement<int>> Circuits() => _states.Select(state => new Measurement<int>(
        state.ClosedUntil is not { } until ? 0 : until > _looked ? 1 : 2, new KeyValuePair<string, object?>("provider", state.Name)));

    private static string Word(Fetched fetched) => fetched switch
    {
        Fetched.Answered => "answered",
        Fetched.NotModified => "not_modified",
        Fetched.Refused refused => $"http_{refused.Status}",
        Fetched.Unavailable gone => gone.Reason,
        _ => "unknown",
    };
}
