namespace LiveView.Local.PubSub;

/// <summary>Something somebody wants to say, as it came.</summary>
internal readonly record struct Payload(DataType Type, ReadOnlyMemory<byte> Bytes)
{
    public static readonly Payload Empty = new(DataType.Text, ReadOnlyMemory<byte>.Empty);

    /// <summary>A copy that outlives the buffer it was read from.</summary>
    public Payload Kept() => new(Type, Bytes.ToArray());
}
