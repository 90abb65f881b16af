using LiveView.Connector.Bursts;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests;

/// <summary>One session between an exchange and a hub that a test plays, on a clock that the test moves.</summary>
internal sealed class FollowedExchange : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lanes _lanes;
    private readonly Outbox _outbox;
    private readonly Task _running;

    private FollowedExchange(ExchangeDouble exchange, ManualTime time, ConnectorOptions settings)
    {
        (Exchange, Time) = (exchange, time);
        Metrics = new(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), time);
        var options = Options.Create(settings);
        _outbox = new(Cloud.Hub(), Metrics, options, new Certain(), time, NullLogger<Outbox>.Instance);
        _lanes = new(_outbox, new(null, Metrics, time, NullLogger<Watched>.Instance), Metrics, options, time);
        Session = new(exchange, _lanes, Metrics, new Certain(), time, NullLogger<Session>.Instance);
        _running = Task.WhenAll(Session.RunAsync(_stop.Token), _lanes.RunAsync(_stop.Token));
    }

    public ExchangeDouble Exchange { get; }

    public CloudDouble Cloud { get; } = new();

    public ManualTime Time { get; }

    public ConnectorMetrics Metrics { get; }

    public Session Session { get; }

    public static async Task<FollowedExchange> StartAsync(string provider, CancellationToken token, Action<ExchangeDouble>? prepare = null, ConnectorOptions? settings = null)
    {
        var time = new ManualTime(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var exchange = await ExchangeDouble.StartAsync(provider, time, token);
        prepare?.Invoke(exchange);
        return new(exchange, time, settings ?? new());
    }

    /// <summary>Lets time go by, in small steps, until something is so.</summary>
    public Task Until(string reason, Func<bool> condition, CancellationToken token) => Eventually.Until(reason, () =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(50));
        return condition();
    }, token, TimeSpan.FromSeconds(10));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // the constructor began it
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _outbox.Dispose();
        await Exchange.DisposeAsync();
        await _meters.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Dice that always fall in the middle.</summary>
    private sealed class Certain : Chance
    {
        public override double Roll() => 0.5;
    }
}
