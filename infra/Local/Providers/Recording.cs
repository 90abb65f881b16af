using System.IO.Compression;

namespace LiveView.Local.Providers;

/// <summary>Recorded boards of one league, given one after the other: <see cref="Step"/> turns the page.</summary>
internal sealed class Recording
{
    private readonly IReadOnlyList<byte[]> _bodies;
    private int _position;

    /// <summary>Takes the boards as they are.</summary>
    /// <param name="league">The slug in the address, such as "fifa.world"; it need not be one of ours.</param>
    /// <param name="bodies">The boards, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Recording(string league, IReadOnlyList<byte[]> bodies)
    {
        if (bodies.Count == 0)
            throw new ArgumentException($"The recording of {league} has no bodies.", nameof(bodies));
        (League, _bodies) = (league, bodies);
    }

    public string League { get; }

    public byte[] Current => _bodies[Volatile.Read(ref _position)];

    /// <summary>Reads every file of a folder in the order of the names; gzip is known by its first bytes.</summary>
    /// <exception cref="ArgumentException">There is no such folder, or nothing in it.</exception>
    public static Recording Open(string league, string folder)
    {
        if (!Directory.Exists(folder))
            throw new ArgumentException($"The recording of {league} should be in {folder}, which does not exist.", nameof(folder));
        return new Recording(league, [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => Unzipped(File.ReadAllBytes(file)))]);
    }

    /// <summary>Turns to the next board; false at the last one, which stays.</summary>
    public bool Step()
    {
        while (true)
        {
            var position = Volatile.Read(ref _position);
            if (position + 1 == _bodies.Count)
                return false;
            if (Interlocked.CompareExchange(ref _position, position + 1, position) == position)
                return true;
        }
    }

    public RecordingView View(bool moved) => new(League, Volatile.Read(ref _position), _bodies.Count, moved);

    private static byte[] Unzipped(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}

/// <summary>Where a recording is: the position counts from 0.</summary>
internal sealed record RecordingView(string League, int Position, int Count, bool Moved);
