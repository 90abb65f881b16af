namespace LiveView.Handler.Tv;

/// <summary>What can be told of an MPEG-TS segment without decoding it.</summary>
internal static class TransportStream
{
    /// <summary>The content type.</summary>
    public const string Type = "video/mp2t";

    /// <summary>The length of a packet.</summary>
    public const int Packet = 188;

    private const byte Sync = 0x47;

    /// <summary>Whether these can be its first bytes.</summary>
    public static bool IsStart(ReadOnlySpan<byte> bytes) => bytes.Length >= Packet && bytes[0] == Sync && (bytes.Length == Packet || bytes[Packet] == Sync);

    /// <summary>Whether it is whole packets from the first to the last.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 || bytes.Length % Packet != 0)
            return false;
        for (var at = 0; at < bytes.Length; at += Packet)
        {
            if (bytes[at] != Sync)
                return false;
        }

        return true;
    }
}
