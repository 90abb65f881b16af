using System.Security.Cryptography;
using System.Text;

namespace LiveView.Core.Canonical;

/// <summary>The hash by which a viewer proves that it shows what was committed: 16 hex digits of SHA-256.</summary>
public static class StateHash
{
    /// <summary>The hash of a log that has no entry yet.</summary>
    public const string Origin = "0000000000000000";

    /// <summary>The hash of a canonical document.</summary>
    public static string Of(ReadOnlySpan<byte> document) => Short(SHA256.HashData(document));

    /// <summary>The hash of a log after one more canonical entry: SHA-256 of the previous hash's text and the entry's bytes.</summary>
    public static string Chain(string previous, ReadOnlySpan<byte> entry)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(previous));
        sha.AppendData(entry);
        return Short(sha.GetHashAndReset());
    }

    private static string Short(byte[] digest) => Convert.ToHexStringLower(digest, 0, 8);
}
