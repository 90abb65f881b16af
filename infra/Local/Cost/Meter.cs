using System.Buffers;
using System.Collections.Concurrent;
using LiveView.Local.EventHubs;
using LiveView.Local.PubSub;

namespace LiveView.Local.Cost;

/// <summary>
/// Writes down what Azure would write on its bill while the small Azure runs. It sees what the services see, and nothing of the inside of
/// Live View. It is for runs of minutes: what it hears it keeps.
/// </summary>
internal sealed class Meter(TimeProvider time)
{
    /// <summary>Event Hubs bills an event for each 64 KB it begins.</summary>
    private const int EventBytes = 65_536;

    private readonly ConcurrentQueue<SentUpdate> _sent = new();
    private readonly ConcurrentQueue<Execution> _executions = new();
    private Tally _requests = new();
    private Tally _events = new();
    private long _began = time.GetTimestamp();

    /// <summary>How long it has been measuring.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>What was sent to groups, in order. What was sent before it began is there too, for later patches build on it.</summary>
    public IReadOnlyList<SentUpdate> Sent => [.. _sent];

    public IReadOnlyList<Execution> Executions => [.. _executions];

    /// <summary>Requests to storage, by <c>tables</c>, <c>blob writes</c> and <c>blob reads</c>.</summary>
    public IReadOnlyDictionary<string, long> Requests => _requests.ByName();

    /// <summary>Events of 64 KB, by hub.</summary>
    public IReadOnlyDictionary<string, long> Events => _events.ByName();

    /// <summary>Begins to measure: what happened until now is not billed.</summary>
    public void Begin()
    {
        _executions.Clear();
        (_requests, _events, _began) = (new(), new(), time.GetTimestamp());
    }

    /// <summary>A message went to a group, as large as one of its members reads it.</summary>
    public void Send(Message message)
    {
        if (message.Group is null)
            return;
        var frame = new ArrayBufferWriter<byte>(message.Payload.Bytes.Length + 256);
        JsonFrames.Message(message, frame, open: false);
        _sent.Enqueue(new(time.GetTimestamp(), message.Group, frame.WrittenCount, message.Payload.Kept().Bytes));
    }

    /// <summary>Events were taken into a hub.</summary>
    public void Take(string hub, IReadOnlyList<EventData> events) =>
        _events.Count(hub, events.Sum(static one => 1L + (Math.Max(1, one.Body.Length) - 1) / EventBytes));

    /// <summary>A function ran, from a timestamp until now.</summary>
    public void Execute(string function, long started)
    {
        var (begin, end) = (time.GetElapsedTime(_began, started), Elapsed);
        _executions.Enqueue(new(function, begin, end));
    }

    /// <summary>How long before (negative) or after the beginning something was sent.</summary>
    public TimeSpan When(SentUpdate update) => time.GetElapsedTime(_began, update.Timestamp);

    /// <summary>Storage was asked for something.</summary>
    public void Ask(string kind) => _requests.Count(kind);
}
