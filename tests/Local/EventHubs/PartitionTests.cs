using System.Text;
using LiveView.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.Tests.EventHubs;

/// <summary>What a partition keeps: over restarts, after a torn write, and under its retention.</summary>
public sealed class PartitionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liveview-partition-").FullName;
    private readonly SetClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_survives_a_restart_of_the_server()
    {
        await using var sender = await new Sender().StartAsync();
        await sender.SendAsync("raw/partitions/0/messages", "one", change: request => request.Headers.TryAddWithoutValidation("BrokerProperties", """{"PartitionKey":"k"}"""));
        var before = sender.Raw[0].Read(-1, 1)[0];
        await sender.StartAsync();
        await sender.SendAsync("raw/partitions/0/messages", "two");

        Assert.Equal(["one", "two"], sender.Texts());
        var after = sender.Raw[0].Read(-1, 1)[0];
        Assert.Equal((before.SequenceNumber, before.Offset, before.EnqueuedTime, "k"), (after.SequenceNumber, after.Offset, after.EnqueuedTime, after.Data.PartitionKey));
        Assert.Equal(1, sender.Raw[0].LastSequence);
    }

    [Fact]
    public void A_torn_tail_is_cut_wherever_it_tore_and_nothing_before_it()
    {
        using (var first = Open())
            first.Append([Event("one"), Event("two"), Event("three, which is torn")]);
        var file = Directory.GetFiles(_folder).Single();
        var whole = File.ReadAllBytes(file);
        for (var length = whole.Length - 1; length > whole.Length - 40; length--)
        {
            File.WriteAllBytes(file, whole[..length]);
            using var partition = Open();
            Assert.Equal(["one", "two"], Texts(partition));
            partition.Append([Event("again")]);
            Assert.Equal(["one", "two", "again"], Texts(partition));
        }
    }

    [Fact]
    public void A_byte_that_changed_ends_the_sound_part()
    {
        using (var first = Open())
            first.Append([Event("one"), Event("two")]);
        var file = Directory.GetFiles(_folder).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        using var partition = Open();
        Assert.Equal(["one"], Texts(partition));
    }

    [Fact]
    public void Retention_drops_the_oldest_counts_them_and_never_reuses_a_number()
    {
        using var partition = Open(new() { Events = 80 });
        for (var number = 0; number < 200; number++)
            partition.Append([Event($"{number}")]);

        Assert.Equal(199, partition.LastSequence);
        Assert.Equal(partition.FirstSequence, partition.Expired);
        var kept = partition.Read(-1, int.MaxValue);
        Assert.InRange(kept.Count, 70, 80);
        Assert.Equal(Enumerable.Range((int)partition.FirstSequence, kept.Count).Select(number => $"{number}"), Texts(partition));
        Assert.Equal(kept.Select(one => one.Offset).Order(), kept.Select(one => one.Offset));
        partition.Dispose();

        using var again = Open();
        Assert.Equal(199, again.LastSequence);
        Assert.Equal(kept[0].Offset, again.Read(-1, 1)[0].Offset);
    }

    [Fact]
    public void Retention_by_age_and_by_bytes()
    {
        using var partition = Open(new() { Age = TimeSpan.FromHours(8), Bytes = 8_000 });
        partition.Append([Event("old")]);
        _clock.Now += TimeSpan.FromHours(9);
        partition.Append([Event("new")]);
        Assert.Equal(["new"], Texts(partition));

        for (var number = 0; number < 50; number++)
            partition.Append([Event(new string('x', 400))]);
        Assert.InRange(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length), 6_000, 9_000);
    }

    [Fact]
    public async Task A_reader_waits_without_polling_and_wakes_with_the_event()
    {
        using var partition = Open();
        var waiting = partition.WaitAsync(-1, Token);
        Assert.False(waiting.IsCompleted);
        partition.Append([Event("one")]);
        await waiting;

        Assert.True(partition.WaitAsync(-1, Token).IsCompletedSuccessfully);
        using var impatient = new CancellationTokenSource();
        var more = partition.WaitAsync(0, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => more.WaitAsync(Token));
    }

    [Fact]
    public void A_batch_is_read_from_any_number_on()
    {
        using var partition = Open();
        partition.Append([.. Enumerable.Range(0, 10).Select(number => Event($"{number}"))]);

        Assert.Equal([3L, 4L, 5L], partition.Read(2, 3).Select(one => one.SequenceNumber));
        Assert.Empty(partition.Read(9, 3));
        Assert.Equal(_clock.Now, partition.Read(0, 1)[0].EnqueuedTime);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Partition Open(RetentionOptions? retention = null) => new("raw", "0", _folder, retention ?? new(), _clock, NullLogger.Instance);

    private static EventData Event(string text) => new(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Texts(Partition partition) => partition.Read(-1, int.MaxValue).Select(one => Encoding.UTF8.GetString(one.Data.Body.Span));

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 19, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
