using System.Text;
using LiveView.Connector.Bursts;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>An outbox before a hub that a test plays, on a clock that the test moves.</summary>
internal sealed class PostedOutbox : IDisposable
{
    public const string Market = "market:coinbase.btc-usd";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public PostedOutbox()
    {
        Metrics = new(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), Time);
        Outbox = new(Cloud.Hub(), Metrics, Options.Create(new ConnectorOptions()), new Chance(), Time, NullLogger<Outbox>.Instance);
    }

    public ManualTime Time { get; } = new(Noon);

    public CloudDouble Cloud { get; } = new();

    public ConnectorMetrics Metrics { get; }

    public Outbox Outbox { get; }

    /// <summary>A burst of a topic of Coinbase.</summary>
    /// <param name="topic">Whose it is.</param>
    /// <param name="turn">Its place among the topic's.</param>
    /// <param name="body">A JSON array of frames.</param>
    /// <param name="frames">How many it counts as.</param>
    public static Burst Burst(string topic = Market, long turn = 1, string body = "[{}]", int frames = 1)
    {
        var raw = new Raw { Topic = Topic.Parse(topic), Provider = "coinbase", Target = "coinbase/market", Turn = turn, Received = Noon, Body = Encoding.UTF8.GetBytes(body) };
        return new(raw.Topic, RawJson.Write(raw), frames, Noon);
    }

    /// <summary>Lets time go by, in small steps, until something is so.</summary>
    public Task Until(string reason, Func<bool> condition) => Eventually.Until(reason, () =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(200));
        return condition();
    }, TestContext.Current.CancellationToken, TimeSpan.FromSeconds(10));

    public void Dispose()
    {
        Outbox.Dispose();
        _meters.Dispose();
    }
}
