using System.Text;
using System.Text.Json.Nodes;
using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests.Versions;

/// <summary>
/// What a process says and understands, by the version of its code. It stands between the process and the services: the process itself
/// is always ours. Whenever one version reads what another has written, that is counted.
/// </summary>
internal sealed class Dialect(CodeVersion version, Tables tables, FaultPlan faults)
{
    public CodeVersion Version => version;

    /// <summary>Puts a request into the words of the version.</summary>
    public void Write(Call call)
    {
        if (version == CodeVersion.Present || call.Method is "GET" or "DELETE")
            return;
        switch (call.Service)
        {
            case "tables" when call.Step == "commit topics":
                call.Body = Encoding.UTF8.GetBytes(string.Join("\r\n", call.Text.Split("\r\n").Select(line => line.StartsWith('{') ? Row("topics", line) : line)));
                break;
            case "tables":
                call.Body = Encoding.UTF8.GetBytes(Row(TableOf(call), call.Text));
                break;
            case "hubs":
                call.Body = Encoding.UTF8.GetBytes(Events(call.Text));
                break;
            case "pubsub" when version == CodeVersion.Later:
                call.Body = AsCommitted(call);
                break;
        }
    }

    /// <summary>Leaves of an answer what the version understands.</summary>
    public Answer Read(Call call, Answer answer)
    {
        if (call.Service != "tables" || call.Method != "GET" || answer.Status != 200)
            return answer;
        if (version == CodeVersion.Present)
        {
            if (Novelty.IsIn(answer.Body))
                faults.Count(Fault.CodeVersionsMixed);
            return answer;
        }

        if (version == CodeVersion.Later)
            return answer;
        var json = JsonNode.Parse(answer.Body)!.AsObject();
        JsonObject[] rows = json["value"] is JsonArray value ? [.. value.Select(static row => row!.AsObject())] : [json];
        var dropped = rows.Sum(row => Vocabulary.Drop(TableOf(call), row));
        if (dropped == 0)
            return answer;
        faults.Count(Fault.CodeVersionsMixed);
        return new(200, Encoding.UTF8.GetBytes(json.ToJsonString()), [.. answer.Headers.Select(static header => (header.Name, header.Value))]);
    }

    /// <summary>Leaves of a batch what the version understands.</summary>
    public EventBatch Read(EventBatch batch)
    {
        if (version == CodeVersion.Later)
            return batch;
        if (batch.Events.Any(static one => Novelty.IsIn(one.Body.Span)))
            faults.Count(Fault.CodeVersionsMixed);
        return version == CodeVersion.Present ? batch : batch with { Events = [.. batch.Events.Select(static one => one with { Body = Understood(one.Body) })] };
    }

    private static byte[] Understood(ReadOnlyMemory<byte> body)
    {
        var message = JsonNode.Parse(body.Span)!.AsObject();
        return Vocabulary.Drop(message) == 0 ? body.ToArray() : Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    private static string TableOf(Call call) => call.Path.Split('/')[^1].Split('(')[0];

    private string Row(string table, string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        if (version == CodeVersion.Later)
            Novelty.Add(row);
        else
            Vocabulary.Drop(table, row);
        return row.ToJsonString();
    }

    private string Events(string json)
    {
        var events = JsonNode.Parse(json)!.AsArray();
        foreach (var one in events)
        {
            var body = (string)one!["Body"]!;
            if (version == CodeVersion.Later)
                one["Body"] = Novelty.Add(body);
            else if (JsonNode.Parse(body)!.AsObject() is var message && Vocabulary.Drop(message) > 0)
                one["Body"] = message.ToJsonString();
        }

        return events.ToJsonString();
    }

    // What a later version committed it publishes in the same words; what others committed it publishes as they did.
    private byte[] AsCommitted(Call call)
    {
        var update = JsonNode.Parse(call.Body)!;
        var name = (string)update["tier"]!;
        var slash = name.LastIndexOf('/');
        var row = tables.Partition("topics", name[..slash]).GetValueOrDefault($"u:{name[(slash + 1)..]}:{(long)update["offset"]!:D12}");
        var novel = Encoding.UTF8.GetBytes(Novelty.Add(call.Text));
        return row is not null && JsonNode.Parse(row.Json)!["Body0"]!.GetValue<string>() == Convert.ToBase64String(novel) ? novel : call.Body;
    }
}
