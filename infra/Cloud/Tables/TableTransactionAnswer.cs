using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Tables;

/// <summary>
/// The answer to a transaction: outside always 202. Inside, one part for each action, or exactly one part with an error status, whose
/// message begins with the number of the action that failed.
/// </summary>
internal static partial class TableTransactionAnswer
{
    /// <summary>Gives the answer to each action.</summary>
    /// <exception cref="TableTransactionFailedException">An action was refused, so nothing was done.</exception>
    /// <exception cref="RequestFailedException">The answer cannot be understood; whether the transaction took effect is unknown.</exception>
    public static IReadOnlyList<Response> Read(Response answer, int actions)
    {
        List<Response> parts = [.. Part.Matches(answer.Content.ToString()).Select(Read)];
        if (parts is [{ Status: >= 400 } failed])
            throw Failure(failed);
        return parts.Count == actions
            ? parts
            : throw new RequestFailedException(answer.Status, $"The transaction has {actions} actions, its answer {parts.Count}.");
    }

    private static TableTransactionResponse Read(Match part)
    {
        List<HttpHeader> headers = [];
        foreach (var line in part.Groups["headers"].Value.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }
        var status = int.Parse(part.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return new(status, part.Groups["reason"].Value, headers, part.Groups["body"].Value);
    }

    private static TableTransactionFailedException Failure(Response failed)
    {
        if (!CloudErrorParser.TryRead(failed.Content, out var code, out var message))
            _ = failed.Headers.TryGetValue("x-ms-error-code", out code);
        var index = FailedAction.Match(message ?? "");
        return new(failed.Status, $"{code ?? failed.ReasonPhrase}: {message}", code,
            index.Success ? int.Parse(index.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null);
    }

    // From a status line to the next boundary. A row or an error text cannot hold a boundary: JSON escapes its line ends.
    [GeneratedRegex(@"^HTTP/1\.1 (?<status>\d{3}) ?(?<reason>[^\r\n]*)\r\n(?<headers>([^\r\n]+\r\n)*)(\r\n(?<body>.*?))?(?=\r\n--|\z)",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Part { get; }

    [GeneratedRegex(@"^\d+(?=:)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FailedAction { get; }
}
