using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>Lets in who has the key: for pushing, for importing, and for the provider's own bytes.</summary>
internal sealed class PushDoor(IOptionsMonitor<PushOptions> options, IConfiguration configuration)
{
    /// <summary>Where the key stands; <c>Authorization</c> is for persons.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>Whether the caller may. Wrong keys take as long as right ones.</summary>
    public bool Admits(HttpRequest request)
    {
        var key = options.CurrentValue.Key;
        if (key.Length == 0)
            return configuration["LV_ENV"] == "development"; // elsewhere no key opens nothing
        return CryptographicOperations.FixedTimeEquals(Digest(request.Headers[Header].ToString()), Digest(key));
    }

    // Digests have one length, so that the comparison does not tell the key's.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
