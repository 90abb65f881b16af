using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>An event hub: partitions that only grow, with the hub's own clock, and a checkpoint for each.</summary>
internal sealed class Hub(World world, string name, int partitions)
{
    private readonly List<TaskCompletionSource> _waiting = [];

    public string Name { get; } = name;

    public List<HubEvent>[] Partitions { get; } = [.. Enumerable.Range(0, partitions).Select(static _ => new List<HubEvent>())];

    /// <summary>Where the next batch of a partition begins, as an index.</summary>
    public int[] Checkpoints { get; } = new int[partitions];

    /// <summary>What the first event of a partition is numbered.</summary>
    public long[] Bases { get; } = new long[partitions];

    /// <summary>Called with every event that was taken.</summary>
    public Action<ReadOnlyMemory<byte>>? Taken { get; set; }

    /// <summary>How far anyone has come; a late owner may set a checkpoint back.</summary>
    public int[] Reached { get; } = new int[partitions];

    public bool IsDrained => !Partitions.Where((events, i) => Reached[i] < events.Count).Any();

    public Answer Take(Call call)
    {
        var partition = int.Parse(call.Path.Split('/')[3], CultureInfo.InvariantCulture);
        using var json = JsonDocument.Parse(call.Body);
        var events = Partitions[partition];
        foreach (var item in json.RootElement.EnumerateArray())
        {
            var body = Encoding.UTF8.GetBytes(item.GetProperty("Body").GetString()!);
            events.Add(new(body, Bases[partition] + events.Count, World.Start + world.Now));
            Taken?.Invoke(body);
        }

        TaskCompletionSource[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (var one in waiting)
            world.At(TimeSpan.FromMilliseconds(world.Dice.Next(1, 30)), one.SetResult);
        return new(201);
    }

    /// <summary>Ends when something was taken.</summary>
    public Task MoreAsync()
    {
        var more = new TaskCompletionSource();
        _waiting.Add(more);
        return more.Task;
    }

    /// <summary>Deletes the hub and makes it anew: sequence numbers begin at 0 again. Only a drained hub loses nothing by it.</summary>
    public void Recreate()
    {
        foreach (var events in Partitions)
            events.Clear();
        Array.Clear(Checkpoints);
        Array.Clear(Reached);
        Array.Clear(Bases);
        Generation++;
    }

    /// <summary>How often it was made anew.</summary>
    public int Generation { get; private set; }
}
