namespace LiveView.Local.PubSub;

/// <summary>A lane's scratch buffer: several small pieces become one call to the kernel.</summary>
internal sealed class Gather
{
    private readonly byte[] buffer = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public Span<byte> Free => buffer.AsSpan(Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.TryCopyTo(Free)) return false;
        Length += bytes.Length;
        return true;
    }
}
