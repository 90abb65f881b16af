using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Handler.Record;

/// <summary>Reads line after line.</summary>
internal sealed class SegmentReader(RecordingPart part, RecordingTail tail)
{
    private readonly List<(long, ReadOnlyMemory<byte>)> _records = [];
    private readonly List<DamagedLine> _damaged = [];
    private RecordingTail _start = tail;
    private RecordingTail _tail = tail;
    private bool _known;
    private bool _sealed;
    private int _line;

    public void Line(ReadOnlyMemory<byte> line)
    {
        _line++;
        try
        {
            using var json = JsonDocument.Parse(line);
            if (!Take(json.RootElement, line))
                Damage("It is no line of this recording.");
        }
        catch (JsonException)
        {
            Damage("It is not JSON: torn, or written into by another.");
        }
        catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            Damage(fault is FormatException ? fault.Message : "A member is missing, or is not what it should be.");
        }
    }

    public void Torn()
    {
        _line++;
        Damage("It has no end.");
    }

    public Segment Done(bool torn) => new()
    {
        Part = part,
        Start = _start,
        End = _tail,
        HasMetadata = _known,
        IsSealed = _sealed,
        IsTorn = torn,
        Records = _records,
        Damaged = _damaged,
    };

    private bool Take(JsonElement json, ReadOnlyMemory<byte> line)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return false;
        if (json.TryGetProperty("recording"u8, out var form))
            return TakeMetadata(json, form);
        if (json.TryGetProperty("sealed"u8, out _))
            return _sealed = true;
        if (!json.TryGetProperty("n"u8, out var number) || number.GetInt64() != _tail.Last + 1)
            throw new FormatException($"It is not record {_tail.Last + 1}.");
        _tail = json switch
        {
            _ when json.TryGetProperty("update"u8, out var update) => _tail.After(Mine(RecordedUpdate.Read(update))),
            _ when json.TryGetProperty("raw"u8, out _) || json.TryGetProperty("bytes"u8, out _) => _tail.After(RecordLine.Place(json)),
            _ when json.TryGetProperty("gap"u8, out var gap) => _tail.AfterGap(Tier.Parse(gap.GetProperty("tier"u8).GetString() ?? "").Name),
            _ when json.TryGetProperty("skipped"u8, out _) => _tail.AfterGap(),
            _ => throw new FormatException("It is no record."),
        };
        _records.Add((_tail.Last, line));
        return true;
    }

    private bool TakeMetadata(JsonElement json, JsonElement form)
    {
        if (form.GetInt32() != 1)
            throw new FormatException($"It is of form {form.GetInt32()}; this version reads 1.");
        if (json.GetProperty("topic"u8).GetString() != part.Topic.ToString() || json.GetProperty("part"u8).GetString() != part.Name)
            throw new FormatException("It is of another recording.");
        if (_known)
            return true; // written twice by two that began at once
        _known = true;
        _start = _tail with
        {
            Last = json.GetProperty("first"u8).GetInt64() - 1,
            Fence = json.TryGetProperty("fence"u8, out var fence) ? RecordLine.Place(fence) : null,
            Tiers = json.GetProperty("bases"u8).EnumerateArray().Select(RecordedUpdate.Read)
                .ToImmutableSortedDictionary(static update => update.Tier.Name, TierTail.OfBase, StringComparer.Ordinal),
        };
        _tail = _start;
        return true;
    }

    private RecordedUpdate Mine(RecordedUpdate update) =>
        update.Tier.Topic == part.Topic ? update : throw new FormatException("It is of another topic.");

    private void Damage(string reason) => _damaged.Add(new(_line, reason));
}
