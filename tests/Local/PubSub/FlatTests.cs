using System.Text;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Memory and handles are the process's: these tests run when no other does.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

/// <summary>What must not grow.</summary>
[Collection<Alone>]
public sealed class FlatTests
{
    private static readonly string Filling = new('x', 8 * 1024);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "13")]
    public async Task Memory_stays_flat_while_some_do_not_read()
    {
        await using var emulator = await Emulator.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => emulator.ConnectAsync(groups: "g")));
        var counts = new int[100];
        var reading = clients.Skip(2).Select((client, i) => CountAsync(client, counts, i)).ToArray();
        var after = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            for (var number = 0; number < 250; number++) PublishBig(emulator, number);
            var target = (round + 1) * 250;
            await Eventually.Until("all that read have it", () => counts.Take(98).All(count => count == target), Token);
            after.Add(Memory());
        }

        Assert.Equal(2, emulator.Server.Board.Closed["SlowClient"]);
        Assert.Equal(98, emulator.TheHub.Connections);
        Assert.InRange(after[^1] - after[0], long.MinValue, 8 * 1024 * 1024);
        foreach (var client in clients) client.Dispose();
        await Task.WhenAll(reading);
    }

    private static void PublishBig(Emulator emulator, int number) => emulator.TheHub.SendToGroup(
        new Message(new Payload(DataType.Json, Encoding.UTF8.GetBytes($$"""{"n":{{number}},"x":"{{Filling}}"}""")), "g"));

    private static async Task CountAsync(RawClient client, int[] counts, int index)
    {
        try
        {
            while (true)
            {
                var (opcode, _) = await client.ReadFrameAsync();
                if (opcode == 1) Interlocked.Increment(ref counts[index]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended it.
        }
    }

    [Fact]
    public async Task After_much_coming_and_going_nothing_is_left_behind()
    {
        await using var emulator = await Emulator.StartAsync(options => options.RecoveryWindow = TimeSpan.FromMilliseconds(100));
        await ChurnAsync(emulator, 50);
        var handles = Handles();
        var memory = Memory();
        await ChurnAsync(emulator, 500);
        Assert.InRange(Handles() - handles, int.MinValue, 20);
        Assert.InRange(Memory() - memory, long.MinValue, 4 * 1024 * 1024);
    }

#pragma warning disable S1215 // what is left after a full collection is what the test is about
    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
#pragma warning restore S1215

    private static int Handles() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    /// <summary>Clients that connect, join, send, and are cut, close, or hang up half-way.</summary>
    private static async Task ChurnAsync(Emulator emulator, int rounds)
    {
        var board = emulator.Server.Board;
        for (var round = 0; round < rounds; round++)
        {
            var client = await emulator.ConnectAsync(round % 2 == 0 ? Emulator.Json : Emulator.Reliable, user: $"u{round}");
            if (round % 2 == 1) await client.ReadJsonAsync();
            await client.SendTextAsync($$"""{"type":"joinGroup","group":"g{{round}}","ackId":1}""");
            await client.ReadJsonAsync();
            await client.SendTextAsync($$"""{"type":"sendToGroup","group":"g{{round}}","ackId":2,"data":1}""");
            await client.ReadJsonAsync();
            if (round % 3 == 0) client.Cut();
            else if (round % 3 == 1) await client.CloseAsync(1000);
            client.Dispose();
        }

        await Eventually.Until(
            "all are gone",
            () => emulator.TheHub is { Connections: 0 } hub && hub.Groups().Length == 0 && board.Links.Count == 0 && board.Limits.Taken == 0,
            Token);
    }
}
