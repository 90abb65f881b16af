using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>
/// Finds what looks like a secret in a text: the shapes that services give theirs, and long random texts after a name that says so. What is
/// known to be none is named here, each with its reason, and nothing else is let through.
/// </summary>
internal static partial class Secrets
{
    /// <summary>Bits a letter: English has 4 or less, hexadecimal 4 at the most in 16 letters, keys more.</summary>
    private const double Random = 3.4;

    // Published by those who made them, for everybody, to be used on one's own machine.
    private static readonly string[] Public =
    [
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==", // Azurite's
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH", // the Web PubSub emulator's
        "SAS_KEY_VALUE", // the Event Hubs emulator's
        "55CjN5F%2BVPQ1AJGXGqc5sXXYdnX3BSnaDppV85vIBJc%3D", // known answers that our signing is tested with, signed with keys that are made up
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwOi8vbG9jYWxob3N0OjgwODAvYXBpL2h1YnMvbGl2ZS9ncm91cHMvc3BvcnRzJTNBbmJhLjElMkZzY29yZS86c2VuZD9hcGktdmVyc2lvbj0yMDI0LTEyLTAxXHUwMDI2ZXhjbHVkZWQ9YyUyMDFcdTAwMjZleGNsdWRlZD1jMlx1MDAyNmZpbHRlcj11c2VySWQlMjBlcSUyMCUyN3UlMjciLCJpYXQiOjE3OTUyMTk2NzAsImV4cCI6MTc5NTIxOTk3MH0.fCR5_5PyiiE75RGMvDtgGbWhr2g1LXbFD5y-polUg50",
    ];

    // Of a doubtful line it is enough that it says that it is a test's; the shapes of services are found there too.
    private static readonly string[] MadeUp = ["tests/", "web/viewer/tests/"];

    public static IEnumerable<(string Kind, string Value)> In(string path, string text)
    {
        foreach (var (kind, shape) in Shapes)
        {
            foreach (Match match in shape.Matches(text))
            {
                var value = match.Groups["value"] is { Success: true, Value: var named } ? named : match.Value;
                if (Public.Contains(value, StringComparer.Ordinal) || (kind is "named" or "azure key" && !IsRandom(value)) || (kind == "named" && (MadeUp.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))))
                    continue;
                yield return (kind, value);
            }
        }
    }

    /// <summary>Entropy by Shannon, a letter.</summary>
    public static bool IsRandom(string text) =>
        text.Any(char.IsAsciiDigit) && text.GroupBy(static letter => letter).Sum(letter => letter.Count() / (double)text.Length * -Math.Log2(letter.Count() / (double)text.Length)) > Random;

    private static readonly (string Kind, Regex Shape)[] Shapes =
    [
        ("azure key", AzureKey), ("shared access signature", Signature), ("private key", PrivateKey), ("token", Token), ("aws", Aws), ("github", GitHub), ("slack", Slack), ("google", Google),
        ("stripe", Stripe), ("npm", Npm), ("nuget", NuGet), ("anthropic or openai", Sk), ("connection string", ConnectionString), ("address", InAddress), ("named", Named),
    ];

    // Storage (64 bytes), Event Hubs and Service Bus (32 bytes), by the names they stand under.
    [GeneratedRegex(@"(AccountKey|SharedAccessKey|AccessKey)=(?<value>[A-Za-z0-9+/_-]{40,}={0,2})", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex AzureKey { get; }

    [GeneratedRegex(@"[?&]sig=(?<value>[A-Za-z0-9%+/_-]{30,}(%3D|=)*)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Signature { get; }

    [GeneratedRegex(@"-----BEGIN ([A-Z]+ )*PRIVATE KEY-----", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex PrivateKey { get; }

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}", RegexOptions.None, 10_000)]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Aws { get; }

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex GitHub { get; }

    [GeneratedRegex(@"\bxox[abprs]-[A-Za-z0-9-]{20,}|hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+", RegexOptions.None, 10_000)]
    private static partial Regex Slack { get; }

    [GeneratedRegex(@"\bAIza[A-Za-z0-9_-]{35}\b", RegexOptions.None, 10_000)]
    private static partial Regex Google { get; }

    [GeneratedRegex(@"\b[sr]k_live_[A-Za-z0-9]{20,}", RegexOptions.None, 10_000)]
    private static partial Regex Stripe { get; }

    [GeneratedRegex(@"\bnpm_[A-Za-z0-9]{36}\b|_authToken=\S{20,}", RegexOptions.None, 10_000)]
    private static partial Regex Npm { get; }

    [GeneratedRegex(@"\boy2[a-z0-9]{43}\b", RegexOptions.None, 10_000)]
    private static partial Regex NuGet { get; }

    [GeneratedRegex(@"\bsk-(ant-|proj-)?[A-Za-z0-9_-]{32,}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Sk { get; }

    [GeneratedRegex(@"\b(Password|Pwd)=(?<value>[^;""'\s{}$<]{8,});", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex ConnectionString { get; }

    [GeneratedRegex(@"://[A-Za-z0-9._-]+:(?<value>[^@/\s""'{}$<]{8,})@", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex InAddress { get; }

    [GeneratedRegex(@"(secret|passw(or)?d|api_?key|access_?key|private_?key|client_?secret|auth_?token|signing_?key)\w*[""']?\s*(=>?|:|,)\s*@?\$?[""'](?<value>[A-Za-z0-9+/=_.-]{20,})[""']", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Named { get; }
}
