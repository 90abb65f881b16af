namespace LiveView.Local.PubSub;

/// <summary>A message as one protocol says it: encoded once, whoever receives it.</summary>
internal readonly ref struct Encoded(ChunkKind kind, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
{
    public ChunkKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Header { get; } = header;

    public ReadOnlySpan<byte> Body { get; } = body;

    public int Length => Header.Length + Body.Length;
}
