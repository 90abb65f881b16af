using System.Runtime.InteropServices;

namespace LiveView.Local.PubSub;

/// <summary>The XOR that a client's payload travels under (RFC 6455 §5.3).</summary>
internal static class Mask
{
    public static void Apply(Span<byte> payload, ReadOnlySpan<byte> key)
    {
        var word = MemoryMarshal.Read<uint>(key);
        var wide = word | ((ulong)word << 32);
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        for (var i = 0; i < words.Length; i++) words[i] ^= wide;
        for (var i = words.Length * sizeof(ulong); i < payload.Length; i++) payload[i] ^= key[i & 3];
    }
}
