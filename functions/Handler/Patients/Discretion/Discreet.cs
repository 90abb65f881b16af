using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveView.Handler.Patients.Discretion;

/// <summary>
/// Takes the names of patients out of a text: wherever <c>patients:</c>, <c>patients/</c> or <c>patients%3A</c> is followed by one, it becomes a tag that is the same for
/// the life of the process, so that lines about one patient can be told together, and means nothing outside it.
/// </summary>
internal static partial class Discreet
{
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether a text may name one.</summary>
    public static bool IsNeeded(string? text) => text?.Contains("patients", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The text without them.</summary>
    public static string Text(string text) => IsNeeded(text) ? Named.Replace(text, static match => $"{match.Groups["feed"].Value}{Tag(match.Groups["key"].Value)}") : text;

    /// <summary>The names in a text.</summary>
    public static IEnumerable<string> Names(string text) => Named.Matches(text).Select(static match => match.Groups["key"].Value);

    /// <summary>What stands for a name.</summary>
    public static string Tag(string name) => $"~{Convert.ToHexStringLower(HMACSHA256.HashData(Salt, Encoding.UTF8.GetBytes(name)), 0, 4)}";

    // A tag begins with a tilde, which no name does: what was tagged is not tagged again. Of our own routes below patients/ the rest is no name.
    [GeneratedRegex("(?<feed>patients(?::|/|\\||%3A|%7C))(?<key>[A-Za-z0-9._-]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Named { get; }
}
