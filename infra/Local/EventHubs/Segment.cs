using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace LiveView.Local.EventHubs;

/// <summary>
/// One append-only file of a partition, named <c>{first sequence number}-{offset of its first byte}.log</c>. Bytes reach
/// the operating system before an append returns, so they survive the death of this process; the device is asked to keep
/// them when a segment is closed, so a power cut may cost the active segment's tail, which the next start then cuts off
/// at the last sound frame.
/// </summary>
internal sealed class Segment : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly List<int> _positions = [];
    private int _length;

    private Segment(string path, long firstSequence, long firstOffset)
    {
        _path = path;
        FirstSequence = firstSequence;
        FirstOffset = firstOffset;
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    public long FirstSequence { get; }

    public long FirstOffset { get; }

    public int Count => _positions.Count;

    public int Length => _length;

    public DateTimeOffset? FirstEnqueued { get; private set; }

    public DateTimeOffset? LastEnqueued { get; private set; }

    public static Segment Create(string directory, long firstSequence, long firstOffset) =>
        new(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{firstSequence:D15}-{firstOffset:D18}.log")),
            firstSequence, firstOffset);

    /// <summary>Opens a segment left by an earlier run and cuts what was not written whole.</summary>
    /// <param name="path">The segment's file.</param>
    /// <param name="torn">The number of bytes cut.</param>
    public static Segment Open(string path, out long torn)
    {
        var name = Path.GetFileNameWithoutExtension(path).Split('-');
        var segment = new Segment(path, long.Parse(name[0], CultureInfo.InvariantCulture), long.Parse(name[1], CultureInfo.InvariantCulture));
        torn = segment.Recover();
        return segment;
    }

    public void Append(ReadOnlySpan<byte> frames, IReadOnlyList<int> lengths, DateTimeOffset enqueued)
    {
        try
        {
            RandomAccess.Write(_file, frames, _length);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, _length); // half a batch is no batch
            throw;
        }
        foreach (var length in lengths)
            Add(length, enqueued);
    }

    public StoredEvent Read(long sequence)
    {
        var index = (int)(sequence - FirstSequence);
        var position = _positions[index];
        var end = index + 1 < _positions.Count ? _positions[index + 1] : _length;
        var frame = new byte[end - position];
        RandomAccess.Read(_file, frame, position);
        var (enqueued, data) = Frame.Read(frame);
        return new(sequence, FirstOffset + position, enqueued, data);
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    private long Recover()
    {
        var bytes = new byte[RandomAccess.GetLength(_file)];
        RandomAccess.Read(_file, bytes, 0);
        while (Frame.Measure(bytes.AsSpan(_length)) is > 0 and var length)
            Add(length, Frame.Read(bytes.AsMemory(_length, length)).Enqueued);
        RandomAccess.SetLength(_file, _length);
        return bytes.Length - _length;
    }

    private void Add(int length, DateTimeOffset enqueued)
    {
        _positions.Add(_length);
        _length += length;
        FirstEnqueued ??= enqueued;
        LastEnqueued = enqueued;
    }
}
