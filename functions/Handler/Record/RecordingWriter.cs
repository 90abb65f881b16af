using Azure;
using LiveView.Cloud.Blobs;

namespace LiveView.Handler.Record;

/// <summary>
/// Writes one recording, as its only writer:
/// <code>
///   lease the last segment ─▶ read where it ends, heal its end ─▶ records into a buffer ─▶ blocks at the known end ─▶ let go
/// </code>
/// Who has the lease writes, and every block says where it must land: if anything else was written, even our own block whose answer was
/// lost, it is refused and looked at. So nothing is written twice and no two writers interleave, whatever fails and whoever is killed.
/// </summary>
/// <remarks>
/// A block is written when 100 records wait. If that fails they go on waiting, up to 1,000; then, and at the end, everything is tried once
/// more under a lease that is taken anew. If that fails too the recording has failed. A writer that is disposed leaves nothing behind.
/// </remarks>
internal sealed class RecordingWriter : IAsyncDisposable
{
    /// <summary>Records of a segment, which is also the page that a viewer asks for.</summary>
    public const int SegmentRecords = 1_000;

    /// <summary>Bytes of a segment: it is read whole.</summary>
    public const int SegmentBytes = 8_000_000;

    private readonly RecordingBlobs _blobs;
    private readonly RecordingPart _part;
    private readonly RecordOptions _options;
    private readonly TimeProvider _time;
    private readonly Chance _chance;
    private readonly List<byte[]> _buffer = [];
    private RecordingLease? _lease;

    private RecordingWriter(RecordingBlobs blobs, RecordingPart part, RecordOptions options, TimeProvider time, Chance chance) =>
        (_blobs, _part, _options, _time, _chance) = (blobs, part, options, time, chance);

    /// <summary>Where the recording stands, with what waits to be written.</summary>
    public RecordingTail Tail { get; private set; } = RecordingTail.Empty;

    /// <summary>Records that wait.</summary>
    public int Waiting => _buffer.Count;

    /// <summary>Damage that was found at the end and closed off.</summary>
    public int Healed { get; private set; }

    /// <summary>Begins where the recording ends.</summary>
    /// <param name="blobs">Where recordings lie.</param>
    /// <param name="part">Which one.</param>
    /// <param name="known">Where the last writer of this process left it; null to look. If it is wrong, the first block is refused.</param>
    /// <param name="options">Buffer and lease.</param>
    /// <param name="time">The clock.</param>
    /// <param name="chance">Names the lease.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="RecordingBusyException">Another writes.</exception>
    public static async Task<RecordingWriter> StartAsync(
        RecordingBlobs blobs, RecordingPart part, RecordingTail? known, RecordOptions options, TimeProvider time, Chance chance, CancellationToken token)
    {
        var writer = new RecordingWriter(blobs, part, options, time, chance);
        try
        {
            if (known is null)
                await writer.FindAsync(token);
            else
                await writer.GoOnAsync(known, token);
            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="after">Where the recording stands after it.</param>
    /// <param name="token">Ends the wait.</param>
    public async Task AddAsync(byte[] line, RecordingTail after, CancellationToken token)
    {
        if (IsFull && await TryFlushAsync(token))
            await RollAsync(token);
        _buffer.Add(line);
        Tail = after with { Segment = Tail.Segment, Length = Tail.Length };
        if (_buffer.Count >= _options.MostBuffered)
            await EmergencyAsync(token);
        else if (_buffer.Count >= _options.Buffer)
            await TryFlushAsync(token);
    }

    /// <summary>Writes what waits. When it returns, all of it is kept.</summary>
    public async Task CompleteAsync(CancellationToken token)
    {
        if (!await TryFlushAsync(token))
            await EmergencyAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        _buffer.Clear();
        if (Interlocked.Exchange(ref _lease, null) is { } lease)
            await lease.DisposeAsync();
    }

    private async Task GoOnAsync(RecordingTail known, CancellationToken token)
    {
        await HoldAsync(known.Segment, token);
        Tail = known;
    }

    private async Task FindAsync(CancellationToken token)
    {
        var segments = await _blobs.SegmentsAsync(_part, token);
        var first = segments.Count == 0 ? 1 : segments[^1];
        var before = RecordingTail.Empty;
        while (true)
        {
            await HoldAsync(first, token);
            var segment = await _blobs.ReadAsync(_part, first, token);
            if (segment.IsSealed) // whoever sealed it was ended before it made the next one, or makes it now
            {
                (before, first) = (segment.End, segment.End.Last + 1);
                continue;
            }

            if (!segment.HasMetadata && before.Last != first - 1) // it was made, and left before its first line
                before = (await _blobs.ReadAsync(_part, segments[^2], token)).End;
            Tail = (segment.HasMetadata ? segment.End : before) with { Segment = first, Length = segment.End.Length };
            if (segment.IsTorn)
                await HealAsync(token);
            if (!segment.HasMetadata)
                await AppendAsync(RecordLine.Metadata(_part, Tail, _time.GetUtcNow()), token);
            return;
        }
    }

    // A line that has no end is given one, so that the next one stands by itself. It stays what it is: damage, and passed over.
    private async Task HealAsync(CancellationToken token)
    {
        await AppendAsync("\n"u8.ToArray(), token);
        Healed++;
    }

    private async Task HoldAsync(long first, CancellationToken token)
    {
        var blob = _blobs.Blob(_part, first);
        await blob.CreateIfNotExistsAsync(new() { ContentType = "application/jsonl" }, token);
        var lease = new RecordingLease(_part, blob, new Guid(_chance.NewId()).ToString("D"), TimeSpan.FromSeconds(_options.LeaseSeconds), _time);
        await lease.TakeAsync(token);
        var old = Interlocked.Exchange(ref _lease, lease);
        if (old is not null)
            await old.DisposeAsync();
    }

    /// <summary>Closes a full segment and begins the next. The seal moves the end, so that one who still believes in it is refused.</summary>
    private async Task RollAsync(CancellationToken token)
    {
        await AppendAsync(RecordLine.Sealed(Tail.Last), token);
        await HoldAsync(Tail.Last + 1, token);
        Tail = Tail with { Segment = Tail.Last + 1, Length = 0 };
        await AppendAsync(RecordLine.Metadata(_part, Tail, _time.GetUtcNow()), token);
    }

    private async Task<bool> TryFlushAsync(CancellationToken token)
    {
        try
        {
            await FlushAsync(token);
            return true;
        }
        catch (Exception failure) when (IsAway(failure, token))
        {
            return false;
        }
    }

    private async Task EmergencyAsync(CancellationToken token)
    {
        await Lease.TakeAsync(token);
        await FlushAsync(token);
    }

    private async Task FlushAsync(CancellationToken token)
    {
        while (_buffer.Count > 0)
        {
            var waiting = _buffer.Count;
            try
            {
                await AppendAsync(Block(), token);
                _buffer.Clear();
            }
            catch (RequestFailedException elsewhere) when (elsewhere.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
            {
                await ReconcileAsync(token);
                if (_buffer.Count == waiting)
                    throw new RecordingBusyException(_part, elsewhere);
            }
        }
    }

    private byte[] Block()
    {
        var block = new byte[_buffer.Sum(static line => line.Length)];
        var at = 0;
        foreach (var line in _buffer)
        {
            line.CopyTo(block, at);
            at += line.Length;
        }

        return block;
    }

    /// <summary>The recording is longer than we know: strikes out what of the buffer landed although its answer was lost.</summary>
    private async Task ReconcileAsync(CancellationToken token)
    {
        var there = await _blobs.BytesAsync(_part, Tail.Segment, Tail.Length, token);
        while (_buffer.Count > 0 && there.Span.StartsWith(_buffer[0]))
        {
            there = there[_buffer[0].Length..];
            Tail = Tail with { Length = Tail.Length + _buffer[0].Length };
            _buffer.RemoveAt(0);
        }

        if (!there.IsEmpty)
            throw new RecordingBusyException(_part);
    }

    private async Task AppendAsync(byte[] block, CancellationToken token)
    {
        await Lease.KeepAsync(token);
        try
        {
            await AppendBlockAsync(block, token);
        }
        catch (RequestFailedException elsewhere) when (elsewhere.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
        {
            // The first try of a retried request may have landed: then the conflict is with ourselves.
            if (!(await _blobs.BytesAsync(_part, Tail.Segment, Tail.Length, token)).Span.SequenceEqual(block))
                throw;
        }

        Tail = Tail with { Length = Tail.Length + block.Length };
    }

    // The right may end on the way, where this process or the network stood still: who gets it again goes on, for the place is checked as well.
    private async Task AppendBlockAsync(byte[] block, CancellationToken token)
    {
        var conditions = new AppendBlobRequestConditions { LeaseId = Lease.Id, IfAppendPositionEqual = Tail.Length };
        try
        {
            await Lease.Blob.AppendBlockAsync(BinaryData.FromBytes(block), conditions, token);
        }
        catch (RequestFailedException lapsed) when (lapsed.ErrorCode is BlobErrorCode.LeaseNotPresentWithBlobOperation
            or BlobErrorCode.LeaseLost or BlobErrorCode.LeaseIdMismatchWithBlobOperation)
        {
            await Lease.TakeAsync(token);
            await Lease.Blob.AppendBlockAsync(BinaryData.FromBytes(block), conditions, token);
        }
    }

    // While blocks cannot be written a segment grows on; it is closed once they can.
    private bool IsFull => Tail.Last - Tail.Segment + 1 >= SegmentRecords || Tail.Length > SegmentBytes;

    private RecordingLease Lease => _lease ?? throw new ObjectDisposedException(nameof(RecordingWriter));

    /// <summary>Whether a failure is the storage's and not ours.</summary>
    public static bool IsAway(Exception failure, CancellationToken token) =>
        failure is RequestFailedException or IOException || (failure is OperationCanceledException && !token.IsCancellationRequested);
}
