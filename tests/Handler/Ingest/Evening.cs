using System.Diagnostics.Metrics;
using System.Net;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.Tables;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;
using LiveView.Local.Azurite;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>An evening of one league, on a real Azurite and a clock that only the test moves. As many instances as a test wants share it.</summary>
internal sealed class Evening : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    private readonly AzuriteProcess _azurite;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private Evening(AzuriteProcess azurite)
    {
        _azurite = azurite;
        Polls = new(Time);
        Raws = new(Time);
        Provider = new(Time) { Answer = static _ => Board() };
        Http = new(Provider) { Timeout = Timeout.InfiniteTimeSpan };
        Targets = new(Table(StateTables.Targets));
        Interests = new(Table(StateTables.Interest), Table(StateTables.Topics));
        DeadLetterBlobs = new(azurite.ConnectionString, DeadLetters.Container);
        Metrics = new(_meters.GetRequiredService<IMeterFactory>());
    }

    public ManualTime Time { get; } = new(Start);

    public ProviderOptions Settings { get; } = new() { BaseAddress = new("http://provider.test/"), Targets = Target, CallsPerMinute = 600 };

    public InterestOptions Owing { get; } = new();

    public const string Target = "basketball/nba";

    public const string Key = "sports|espn|basketball|nba";

    public HubDouble Polls { get; }

    public HubDouble Raws { get; }

    public ScriptedProvider Provider { get; }

    public HttpClient Http { get; }

    public TargetStore Targets { get; }

    public InterestStore Interests { get; }

    public BlobContainerClient DeadLetterBlobs { get; }

    public IngestMetrics Metrics { get; }

    public IMeterFactory Meters => _meters.GetRequiredService<IMeterFactory>();

    public string Storage => _azurite.ConnectionString;

    public static async Task<Evening> StartAsync(CancellationToken token)
    {
        var evening = new Evening(await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, token));
        foreach (var table in StateTables.All)
            await evening.Table(table).CreateIfNotExistsAsync(token);
        await evening.DeadLetterBlobs.CreateIfNotExistsAsync(token);
        return evening;
    }

    public static HttpResponseMessage Board(int home = 50) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(Boards.Board(home, 48)) };

    public TableClient Table(string name) => new(_azurite.ConnectionString, name);

    /// <summary>Somebody watches the match; its topic is known to come from the league's target.</summary>
    public Task<bool> WatchAsync(CancellationToken token, int viewers = 1) =>
        Interests.NoteAsync(new() { Name = Boards.Topic, Targets = [Key], Viewers = viewers, Since = Time.GetUtcNow(), Seen = Time.GetUtcNow() }, token);

    public async Task<Target> TargetAsync(CancellationToken token) =>
        await Targets.FindAsync(Key, token) ?? throw new InvalidOperationException("There is no such target.");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Provider.Dispose();
        await _azurite.DisposeAsync();
        await _meters.DisposeAsync();
    }
}
