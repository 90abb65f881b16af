using System.Security.Cryptography;
using System.Text.Json;
using LiveView.Core.Topics;
using LiveView.Feeds.Game;

namespace LiveView.Handler.Record;

/// <summary>A file as it is to be recorded.</summary>
/// <param name="Part">What it records; null when it is no recording.</param>
/// <param name="Records">Its records, numbered from 1, without line feeds.</param>
/// <param name="Damaged">Lines that are not among them.</param>
internal sealed record ImportedFile(RecordingPart? Part, IReadOnlyList<ReadOnlyMemory<byte>> Records, IReadOnlyList<DamagedLine> Damaged)
{
    /// <summary>Reads a file of either form.</summary>
    public static ImportedFile Read(ReadOnlyMemory<byte> file) => Ours(file) is { } part ? OfOurs(part, file) : OfRound(RoundFile.Read(file));

    // Ours is whole or it is not taken: behind a damaged line nothing can be proven.
    private static ImportedFile OfOurs(RecordingPart part, ReadOnlyMemory<byte> file)
    {
        var segment = Segment.Read(part, 1, file);
        return segment.Damaged.Count > 0
            ? new(part, [], segment.Damaged)
            : new(part, [.. segment.Records.Select(static record => record.Line)], []);
    }

    private static ImportedFile OfRound(RoundFile round)
    {
        IReadOnlyList<DamagedLine> damaged = [.. round.Damaged.Select(static line => new DamagedLine(line.Line, line.Reason))];
        if (round.Topic is not { } topic)
            return new(null, [], damaged);
        // The epoch is that of the content: the same file makes the same history, byte for byte.
        var epoch = Convert.ToHexStringLower(SHA256.HashData(round.Content.Span), 0, 4);
        var updates = new RoundUpdates(topic, epoch);
        List<ReadOnlyMemory<byte>> records = [];
        foreach (var moment in round.Moments)
        {
            foreach (var update in updates.Of(moment))
                records.Add(RecordLine.Update(records.Count + 1, update).AsMemory()[..^1]);
        }

        return new(new(topic, RecordingPart.Updates), records, damaged);
    }

    private static RecordingPart? Ours(ReadOnlyMemory<byte> file)
    {
        var end = file.Span.IndexOf((byte)'\n');
        try
        {
            using var json = JsonDocument.Parse(end < 0 ? file : file[..end]);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("recording"u8, out _)
                && Topic.TryParse(json.RootElement.GetProperty("topic"u8).GetString(), out var topic)
                && json.RootElement.GetProperty("part"u8).GetString() is { } part
                && part is RecordingPart.Updates or RecordingPart.Raws
                ? new RecordingPart(topic, part)
                : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
