using System.Security.Cryptography;

namespace LiveView.Handler.Doors.Identity;

/// <summary>
/// A key that proves tokens. The algorithm belongs to the key and never to the token, so that a public key can not be taken for a
/// secret, nor a signature for none (RFC 8725 §3.1).
/// </summary>
internal abstract class TokenKey(string? id, string algorithm)
{
    /// <summary>The key's name, <c>kid</c>; null when it has none.</summary>
    public string? Id => id;

    /// <summary>The only algorithm it is good for: <c>HS256</c>, <c>RS256</c>, <c>ES256</c>.</summary>
    public string Algorithm => algorithm;

    /// <summary>Whether the signature is this key's.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <summary>A secret that both sides know, of at least 32 bytes (RFC 7518 §3.2).</summary>
    public sealed class Secret(string? id, byte[] secret) : TokenKey(id, "HS256")
    {
        public const int MinBytes = 32;

        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
        {
            Span<byte> mine = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(secret, signed, mine);
            return CryptographicOperations.FixedTimeEquals(mine, signature);
        }
    }

    /// <summary>An RSA key of at least 2048 bits (RFC 7518 §3.3).</summary>
    public sealed class Rsa(string? id, RSA key) : TokenKey(id, "RS256")
    {
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
            key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>A key on the curve P-256 (RFC 7518 §3.4).</summary>
    public sealed class Curve(string? id, ECDsa key) : TokenKey(id, "ES256")
    {
        public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
            key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
