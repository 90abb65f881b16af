using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;

namespace LiveView.Simulation.Tests.Bugs;

/// <summary>The updates of a commit are sent before it has happened.</summary>
internal sealed class PublishedBeforeCommit : Sabotage
{
    public override Answer? Before(HandlerProcess process, Call call)
    {
        if (call.Step != "commit topics")
            return null;
        foreach (var added in TableAction.ReadBatch(call.Text).Where(static action => action.Row.StartsWith("u:", StringComparison.Ordinal) && action.Verb == "POST"))
        {
            using var row = JsonDocument.Parse(added.Json);
            var group = Uri.EscapeDataString($"{added.Partition}/{added.Row.Split(':')[1]}");
            Services!.PubSub.Take(new()
            {
                Method = "POST",
                Address = new($"http://pubsub.sim/api/hubs/liveview/groups/{group}/:send"),
                Headers = call.Headers,
                Body = row.RootElement.GetProperty("Body0").GetBytesFromBase64(),
            });
        }

        return null;
    }
}

/// <summary>A commit replaces the head whatever its version.</summary>
internal sealed partial class VersionIgnored : Sabotage
{
    public override Answer? Before(HandlerProcess process, Call call)
    {
        if (call.Step == "commit topics")
            call.Body = Encoding.UTF8.GetBytes(Condition.Replace(call.Text, "If-Match: *\r\n").Replace("POST http://tables.sim/sim/topics ", "POST http://tables.sim/sim/topics ", StringComparison.Ordinal));
        return null;
    }

    [GeneratedRegex(@"If-Match: W[^\r\n]+\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex Condition { get; }
}

/// <summary>Every conflict is taken for our own success: the commit id is not compared.</summary>
internal sealed class ConflictTakenForSuccess : Sabotage
{
    public override Answer After(HandlerProcess process, Call call, Answer answer) =>
        call.Step == "commit topics" && (answer.Status != 202 || Encoding.UTF8.GetString(answer.Body).Contains("HTTP/1.1 412", StringComparison.Ordinal))
            ? new(202, string.Concat(TableAction.ReadBatch(call.Text).Select(static _ => "--c\r\n\r\nHTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n\r\n")) + "--c--\r\n")
            : answer;
}

/// <summary>A head says that its updates are published while they are not yet.</summary>
internal sealed class PublishedAhead : Sabotage
{
    public override Answer? Before(HandlerProcess process, Call call)
    {
        if (call.Step != "commit topics")
            return null;
        // The head is a line of JSON in the body; its tiers are a text in it.
        var lines = call.Text.Split("\r\n");
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].Contains("\"RowKey\":\"head\"", StringComparison.Ordinal))
                continue;
            var head = JsonNode.Parse(lines[i])!;
            var tiers = JsonNode.Parse((string)head["Tiers"]!)!.AsObject();
            foreach (var (_, tier) in tiers)
                tier!["published"] = (long)tier["offset"]!;
            head["Tiers"] = tiers.ToJsonString();
            lines[i] = head.ToJsonString();
        }

        call.Body = Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
        return null;
    }
}

/// <summary>The bytes of a refused Raw are written later, after the batch was acknowledged; a process that dies takes them along.</summary>
internal sealed class DeadLetterForgotten : Sabotage
{
    public override Answer? Before(HandlerProcess process, Call call) => call.Service == "blobs" ? new(201, "", ("ETag", "\"1\"")) : null;
}

/// <summary>Two tiers change places on the way to the viewers.</summary>
internal sealed class TiersSwapped : Sabotage
{
    private int _count;

    public override Answer? Before(HandlerProcess process, Call call)
    {
        if (call.Service != "pubsub" || ++_count % 10 != 0)
            return null;
        var swapped = call.Address.AbsoluteUri.Contains("score", StringComparison.Ordinal)
            ? call.Address.AbsoluteUri.Replace("score", "stats", StringComparison.Ordinal)
            : call.Address.AbsoluteUri.Replace("stats", "score", StringComparison.Ordinal);
        return Services!.PubSub.Take(new() { Method = call.Method, Address = new(swapped), Headers = call.Headers, Body = call.Body });
    }
}

/// <summary>A catch-up is answered from a head that was read a while ago.</summary>
internal sealed class StaleRead : Sabotage
{
    private readonly Dictionary<string, Answer> _old = new(StringComparer.Ordinal);
    private int _count;

    public override Answer After(HandlerProcess process, Call call, Answer answer)
    {
        if (HandlerProcess.Station != "api" || call.Step != "read topics" || answer.Status != 200)
            return answer;
        if (_count++ % 4 != 0 && _old.TryGetValue(call.Path, out var old))
            return new(200, old.Body);
        return _old[call.Path] = answer;
    }
}

/// <summary>A publish that fails is not noted as owed.</summary>
internal sealed class DebtForgotten : Sabotage
{
    public override (Fault Fault, double Rate)[]? Only => [(Fault.PubSub5xx, 0.7)];

    public override Answer? Before(HandlerProcess process, Call call) =>
        call.Step == "write owed" ? new(204, "", ("ETag", "W/\"1\"")) : null;
}

/// <summary>What leaves the window is never deleted.</summary>
internal sealed class WindowNeverTrimmed : Sabotage
{
    private readonly Dictionary<(string Partition, string Row), byte[]> _trimmed = [];

    public override Answer? Before(HandlerProcess process, Call call)
    {
        if (call.Step != "commit topics")
            return null;
        foreach (var action in TableAction.ReadBatch(call.Text).Where(static action => action.Verb == "DELETE"))
        {
            if (Services!.Tables.Partition("topics", action.Partition).GetValueOrDefault(action.Row) is { } row)
                _trimmed[(action.Partition, action.Row)] = row.Json;
        }

        return null;
    }

    public override Answer After(HandlerProcess process, Call call, Answer answer)
    {
        foreach (var ((partition, row), json) in _trimmed)
        {
            Services!.Tables.Take(new()
            {
                Method = "PUT",
                Address = new($"http://tables.sim/sim/topics(PartitionKey='{partition}',RowKey='{row}')"),
                Headers = new Dictionary<string, string>(StringComparer.Ordinal),
                Body = json,
            });
        }

        _trimmed.Clear();
        return answer;
    }
}
