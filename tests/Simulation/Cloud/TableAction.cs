using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>One action on a table, alone or in a transaction.</summary>
internal sealed partial record TableAction(string Verb, string Table, string Partition, string Row, string? IfMatch, byte[] Json)
{
    public static TableAction Of(string verb, string address, string? ifMatch, byte[] json)
    {
        var path = Uri.UnescapeDataString(address);
        if (Keys.Match(path) is { Success: true } keys)
            return new(verb, keys.Groups["table"].Value, keys.Groups["pk"].Value, keys.Groups["rk"].Value, ifMatch, json);
        using var row = JsonDocument.Parse(json);
        return new(
            verb,
            path[(path.LastIndexOf('/') + 1)..],
            row.RootElement.GetProperty("PartitionKey").GetString()!,
            row.RootElement.GetProperty("RowKey").GetString()!,
            ifMatch,
            json);
    }

    /// <summary>Reads the actions of a transaction.</summary>
    public static List<TableAction> ReadBatch(string body)
    {
        List<TableAction> actions = [];
        foreach (Match part in Part.Matches(body))
        {
            var etag = Match.Match(part.Groups["headers"].Value);
            actions.Add(Of(
                part.Groups["verb"].Value,
                new Uri(part.Groups["address"].Value).AbsolutePath,
                etag.Success ? etag.Groups["etag"].Value : null,
                Encoding.UTF8.GetBytes(part.Groups["json"].Value)));
        }

        return actions;
    }

    [GeneratedRegex(@"(?<table>\w+)\(PartitionKey='(?<pk>[^']*)',RowKey='(?<rk>[^']*)'\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Keys { get; }

    [GeneratedRegex(
        @"(?<verb>POST|PUT|PATCH|DELETE) (?<address>\S+) HTTP/1\.1\r\n(?<headers>([^\r\n]+\r\n)*)\r\n(?<json>[^\r\n]*)\r\n",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Part { get; }

    [GeneratedRegex(@"If-Match: (?<etag>[^\r\n]+)\r\n", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Match { get; }
}
