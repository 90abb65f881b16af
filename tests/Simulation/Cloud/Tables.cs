using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>Table Storage: rows, versions, conditions, and transactions that happen whole or not at all.</summary>
internal sealed partial class Tables(FaultPlan faults)
{
    private readonly Dictionary<(string Table, string Partition), SortedList<string, TableRow>> _partitions = [];
    private long _version;

    /// <summary>Called with every transaction that happened.</summary>
    public Action<string, IReadOnlyList<TableAction>>? Committed { get; set; }

    /// <summary>How often each station has read: rows and pages.</summary>
    public Dictionary<string, int> Reads { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TableRow> Partition(string table, string partition) =>
        _partitions.TryGetValue((table, partition), out var rows) ? rows : new SortedList<string, TableRow>();

    public IEnumerable<string> PartitionsOf(string table) =>
        _partitions.Keys.Where(key => key.Table == table).Select(static key => key.Partition).Order(StringComparer.Ordinal);

    public Answer Take(Call call)
    {
        if (call.Path.EndsWith("/$batch", StringComparison.Ordinal))
            return Transaction(TableAction.ReadBatch(call.Text));
        if (call.Method == "GET")
        {
            Reads[HandlerProcess.Station] = Reads.GetValueOrDefault(HandlerProcess.Station) + 1;
            return call.Path.EndsWith("()", StringComparison.Ordinal) ? Query(call) : Read(call);
        }

        var action = TableAction.Of(call.Method, call.Address.AbsolutePath, call.Headers.GetValueOrDefault("If-Match"), call.Body);
        return Refuses(action) is { } refused ? Answer.Refusal(refused.Status, refused.Code) : Applied(Do(action));
    }

    private static Answer Applied(TableRow? row) => row is null ? new(204) : new(204, "", ("ETag", row.ETag));

    private Answer Transaction(List<TableAction> actions)
    {
        var answer = new StringBuilder("--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n");
        for (var i = 0; i < actions.Count; i++)
        {
            if (Refuses(actions[i]) is not { } refused)
                continue;
            var json = Answer.Error(refused.Code, $"{i}:{refused.Code}");
            answer.Append($"{Between}HTTP/1.1 {refused.Status} Refused\r\nContent-Type: application/json\r\n\r\n{json}\r\n--changesetresponse_1--\r\n");
            return new(202, answer.ToString());
        }

        foreach (var action in actions)
        {
            var row = Do(action);
            answer.Append($"{Between}HTTP/1.1 204 No Content\r\n{(row is null ? "" : $"ETag: {row.ETag}\r\n")}\r\n\r\n");
        }

        answer.Append("--changesetresponse_1--\r\n--batchresponse_1--\r\n");
        Committed?.Invoke(actions[0].Table, actions);
        return new(202, answer.ToString());
    }

    private const string Between = "--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    private (int Status, string Code)? Refuses(TableAction action)
    {
        var row = Partition(action.Table, action.Partition).GetValueOrDefault(action.Row);
        return action switch
        {
            { Verb: "POST" } => row is null ? null : (409, "EntityAlreadyExists"),
            { IfMatch: null } => null,
            _ when row is null => (404, "ResourceNotFound"),
            { IfMatch: "*" } => null,
            _ => action.IfMatch == row.ETag ? null : (412, "UpdateConditionNotSatisfied"),
        };
    }

    private TableRow? Do(TableAction action)
    {
        if (!_partitions.TryGetValue((action.Table, action.Partition), out var rows))
            _partitions[(action.Table, action.Partition)] = rows = new(StringComparer.Ordinal);
        if (action.Verb == "DELETE")
        {
            rows.Remove(action.Row);
            return null;
        }

        var json = action.Verb == "PATCH" && rows.GetValueOrDefault(action.Row) is { } row ? Merged(row.Json, action.Json) : action.Json;
        return rows[action.Row] = new(json, ++_version);
    }

    private static byte[] Merged(byte[] row, byte[] change)
    {
        var merged = JsonNode.Parse(row)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            merged[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(merged.ToJsonString());
    }

    private Answer Read(Call call)
    {
        var action = TableAction.Of("GET", call.Address.AbsolutePath, null, []);
        return Partition(action.Table, action.Partition).GetValueOrDefault(action.Row) is { } row
            ? new(200, row.Read())
            : Answer.Refusal(404, "ResourceNotFound");
    }

    private Answer Query(Call call)
    {
        var query = call.Address.Query.TrimStart('?').Split('&').Select(static part => part.Split('='))
            .ToDictionary(static part => part[0], static part => Uri.UnescapeDataString(part[1]), StringComparer.Ordinal);
        var filter = Filter.Match(query["$filter"]);
        var rows = (SortedList<string, TableRow>)Partition(call.Path.Split('/')[^1][..^2], filter.Groups["pk"].Value);
        var from = query.GetValueOrDefault("NextRowKey") ?? filter.Groups["from"].Value;
        var to = filter.Groups["to"] is { Success: true, Value: var last } ? last : null;
        var most = query.GetValueOrDefault("$top") is { } top ? int.Parse(top, System.Globalization.CultureInfo.InvariantCulture) : 1_000;
        if (faults.Fires(Fault.TableShortPage))
            most = Math.Min(most, 2);
        using var body = new MemoryStream();
        body.Write("{\"value\":["u8);
        string? next = null;
        var count = 0;
        for (var i = First(rows.Keys, from); i < rows.Count && (to is null || string.CompareOrdinal(rows.GetKeyAtIndex(i), to) <= 0); i++)
        {
            if (count == most)
            {
                next = rows.GetKeyAtIndex(i);
                break;
            }

            if (count++ > 0)
                body.WriteByte((byte)',');
            body.Write(rows.GetValueAtIndex(i).Read());
        }

        body.Write("]}"u8);
        return next is null
            ? new(200, body.ToArray())
            : new(200, body.ToArray(), ("x-ms-continuation-NextPartitionKey", "p"), ("x-ms-continuation-NextRowKey", next));
    }

    private static int First(IList<string> keys, string from)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(keys[middle], from) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    [GeneratedRegex(
        @"^PartitionKey eq '(?<pk>[^']*)'( and RowKey ge '(?<from>[^']*)' and RowKey le '(?<to>[^']*)')?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Filter { get; }
}
