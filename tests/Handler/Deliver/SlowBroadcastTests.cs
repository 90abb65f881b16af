using System.Diagnostics.Metrics;
using System.Net;
using LiveView.Cloud.PubSub;
using LiveView.Core.Topics;
using LiveView.Handler.Deliver;
using LiveView.Handler.Tests.Stations;
using LiveView.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Deliver;

/// <summary>A broadcast that takes too long is told of, and arrives all the same.</summary>
public sealed class SlowBroadcastTests
{
    [Theory]
    [Trait("Requirement", "137")]
    [InlineData(400, 0)]
    [InlineData(501, 1)]
    public async Task A_broadcast_of_more_than_half_a_second_is_counted_as_slow(int milliseconds, int slow)
    {
        var token = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(token, isOwed: true);
        await world.Batch.RunAsync(Boards.Batch(1, Boards.Message(50, 48)), token);
        var head = await world.Store.LoadAsync(Topic.Parse(Boards.Topic), token);
        var unpaid = head! with { Head = head.Head with { Tiers = head.Head.Tiers.SetItem("score", head.Head.Tiers["score"] with { Published = 0 }) } };
        var update = Fresh(head.Head.Tiers["score"].Position, head.Head.Topic);

        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new DeliverMetrics(provider.GetRequiredService<IMeterFactory>());
        using var listener = new MeterListener();
        var counted = 0L;
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name == "liveview.publish.slow")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        listener.Start();

        var time = new ManualTime(Boards.Start);
        await using var service = await SlowService.StartAsync(() => time.Advance(TimeSpan.FromMilliseconds(milliseconds)), token);
        var publisher = new Publisher(new WebPubSubServiceClient(service.ConnectionString, "liveview"), world.Store, world.Owed, world.Audience, metrics, time, NullLogger<Publisher>.Instance);
        var after = await publisher.PublishAsync(unpaid, [update], token);
        Assert.Equal(0, after.Head.Tiers["score"].Owed);
        Assert.Equal(slow, counted);
    }

    private static Update Fresh(Position position, Topic topic) => new()
    {
        Tier = topic.Tier("score"),
        Position = position,
        Kind = UpdateKind.State,
        Data = "{}"u8.ToArray(),
        Hash = "0",
        At = new(null, Boards.Start, Boards.Start),
    };

    /// <summary>Web PubSub that lets time pass before it answers.</summary>
    private sealed class SlowService : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private SlowService(WebApplication app) => _app = app;

        public string ConnectionString => $"Endpoint={_app.Urls.Single()};AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;";

        public static async Task<SlowService> StartAsync(Action passing, CancellationToken token)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            app.MapPost("/{**path}", (HttpContext context) =>
            {
                passing();
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            });
            await app.StartAsync(token);
            return new(app);
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
