using System.Text.RegularExpressions;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Takes out of a line of a log what must not be in one: tokens, keys, signatures, addresses of machines and of persons. It stands at the only
/// way out, so that nobody has to think of it, and an error's text is cleaned like any other.
/// </summary>
internal static partial class Redactor
{
    public const string Mark = "[redacted]";

    /// <summary>A line is for reading; what is longer is cut.</summary>
    public const int Longest = 16_384;

    public static string Clean(string text)
    {
        if (text.Length > Longest)
            text = text[..Longest];
        try
        {
            text = Token.Replace(text, Mark);
            text = Secret.Replace(text, $"${{name}}{Mark}");
            text = Mail.Replace(text, Mark);
            text = Six.Replace(text, Mark);
            return Four.Replace(text, Mark);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mark; // what cannot be looked through is not shown
        }
    }

    // Anything signed in three parts, whole or cut.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){0,2}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token { get; }

    // What follows a name that says what it is, in addresses, headers, connection strings and JSON.
    [GeneratedRegex(@"(?<name>(?<![A-Za-z])(access_token|AccessKey|AccountKey|SharedAccessKey|SharedAccessSignature|secret|password|(x-)?api-key|x-functions-key)(\\?"")?\s*[=:]\s*(\\?"")?|[?&](sig|code|token)=|Bearer\s+)[^\s""'&;,}\\]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Secret { get; }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", RegexOptions.None, 1_000)]
    private static partial Regex Mail { get; }

    // This machine itself is nobody.
    [GeneratedRegex(@"(?<![\d.])(?!127\.0\.0\.1(?!\d))(?!0\.0\.0\.0(?!\d))(\d{1,3}\.){3}\d{1,3}(?![\d.])", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Four { get; }

    [GeneratedRegex(@"(?<![0-9A-Fa-f:.])([0-9A-Fa-f]{1,4}:){3,7}(:?[0-9A-Fa-f]{1,4})?(/64)?(?![0-9A-Fa-f:])|(?<![0-9A-Fa-f:.])([0-9A-Fa-f]{1,4}:){1,6}:([0-9A-Fa-f]{1,4}:?){0,6}(/64)?", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Six { get; }
}
