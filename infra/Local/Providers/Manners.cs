using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Local.Providers;

/// <summary>What the provider demands of its callers, as measured in 2026 (reference feeds §1.1).</summary>
internal static partial class Manners
{
    public const string AccessDenied = "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1></BODY></HTML>";

    /// <summary>Events of a board when <c>limit</c> does not say.</summary>
    public const int UsualLimit = 100;

    /// <summary>From here on the list is silently cut.</summary>
    private const int TooHighLimit = 600;

    /// <summary>The provider's error document.</summary>
    public static byte[] NoEvents(int code) =>
        JsonSerializer.SerializeToUtf8Bytes(new Refusal(code, "Failed to get events endpoint."), FaultJson.Default.Refusal);

    /// <summary>
    /// A known tool, or a name with a version and a contact. No name, a bare name, a browser and whatever looks like one are turned away.
    /// </summary>
    public static bool Welcomes(string userAgent) => Tool().IsMatch(userAgent) || WithContact().IsMatch(userAgent);

    /// <summary>A day, a month or a year. Ranges are refused since September 2026.</summary>
    public static bool UnderstandsDates(string dates) => Dates().IsMatch(dates);

    /// <summary>How many events are answered; null when <paramref name="limit"/> is not a number.</summary>
    public static int? Limit(string? limit, int truncatedTo)
    {
        if (string.IsNullOrEmpty(limit))
            return UsualLimit;
        if (!int.TryParse(limit, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1)
            return null;
        return number >= TooHighLimit ? truncatedTo : number;
    }

    [GeneratedRegex(@"^(curl|python-requests|Go-http-client|okhttp|axios)/\d", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tool();

    [GeneratedRegex(@"^(?!Mozilla|Opera|Wget|Postman|Deno|node)[A-Za-z][\w.-]*/\d[\w.]* \(\+https?://[^)\s]+\)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithContact();

    [GeneratedRegex(@"^\d{4}((0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dates();
}
