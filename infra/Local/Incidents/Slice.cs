using System.Globalization;
using System.Text.Json;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Incidents;

/// <summary>
/// A piece of the raw hub in a file, one event a line: <c>{"partition":…,"sequence":…,"enqueued":…,"key":…,"properties":{…},"body":base64}</c>. What was
/// heard is all that is needed: the fold is pure, so the same events in the same order make the same documents, hash by hash.
/// </summary>
internal static class Slice
{
    private const string Raw = "raw";

    /// <summary>Cuts the events of a time out of what a run has kept.</summary>
    /// <param name="hubs">The hubs of the run.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="to">The last one.</param>
    /// <returns>How many events there are.</returns>
    public static int Capture(EventHubsServer hubs, TextWriter output, DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        foreach (var partition in RawOf(hubs).Partitions)
        {
            for (var after = partition.FirstSequence - 1; after < partition.LastSequence;)
            {
                var events = partition.Read(after, 100);
                foreach (var one in events.Where(one => one.EnqueuedTime >= from && one.EnqueuedTime <= to))
                {
                    output.WriteLine(Write(partition.Id, one));
                    count++;
                }

                after = events[^1].SequenceNumber;
            }
        }

        return count;
    }

    /// <summary>Puts a slice into a hub again: each event into its partition, in its order.</summary>
    /// <exception cref="UsageException">A line is no event, or names a partition that is not there.</exception>
    public static int Replay(TextReader input, EventHubsServer hubs)
    {
        var (hub, count) = (RawOf(hubs), 0);
        while (input.ReadLine() is { } line)
        {
            try
            {
                var json = JsonElement.Parse(line);
                var id = json.GetProperty("partition").GetString() ?? "";
                var partition = hub.Find(id) ?? throw new UsageException($"The hub has no partition '{id}'.");
                partition.Append([new(
                    json.GetProperty("body").GetBytesFromBase64(),
                    json.GetProperty("key").GetString(),
                    json.GetProperty("properties").GetRawText())]);
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
            {
                throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Line {count + 1} is no event of a slice: {fault.Message}"));
            }

            count++;
        }

        return count;
    }

    private static EventHub RawOf(EventHubsServer hubs) => hubs.Find(Raw) ?? throw new UsageException($"There is no hub '{Raw}'.");

    private static string Write(string partition, StoredEvent one)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("partition"u8, partition);
            json.WriteNumber("sequence"u8, one.SequenceNumber);
            json.WriteString("enqueued"u8, one.EnqueuedTime);
            json.WriteString("key"u8, one.Data.PartitionKey);
            json.WritePropertyName("properties"u8);
            json.WriteRawValue(one.Data.Properties);
            json.WriteBase64String("body"u8, one.Data.Body.Span);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
