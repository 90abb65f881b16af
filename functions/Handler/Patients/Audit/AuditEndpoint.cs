using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Handler.Connect;
using LiveView.Handler.State;

namespace LiveView.Handler.Patients.Audit;

/// <summary>
/// <c>GET /api/audit/{chain}</c>: a chain as it lies in the table, a row a line, its head last, for whoever checks it with other code than ours:
/// <c>dotnet run --project infra/Local -- audit verify</c>. <c>GET /api/audit</c> lists the chains.
/// </summary>
internal sealed class AuditEndpoint([FromKeyedServices(StateTables.Audit)] TableClient table)
{
    public async Task ListAsync(HttpContext context, CancellationToken token)
    {
        context.Response.ContentType = "application/jsonl";
        await foreach (var head in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {AuditRow.Head}"), cancellationToken: token))
            await WriteAsync(context, head, token);
    }

    public async Task ReadAsync(string chain, HttpContext context, CancellationToken token)
    {
        var name = Uri.UnescapeDataString(chain);
        if (name is not ("patients" or "retention") && !(Core.Topics.Topic.TryParse(name, out var topic) && PatientTopic.TryParse(topic.Key, out _)))
        {
            await Problems.Unprocessable("A chain is patients:{id}, patients, or retention.").ExecuteAsync(context);
            return;
        }

        context.Touches(name, "/api/audit");
        context.Response.ContentType = "application/jsonl";
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {name}"), cancellationToken: token))
            await WriteAsync(context, row, token);
    }

    private static async Task WriteAsync(HttpContext context, TableEntity row, CancellationToken token)
    {
        using var line = new MemoryStream();
        await using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("chain"u8, row.PartitionKey);
            json.WriteString("row"u8, row.RowKey);
            if (row.GetInt64("Count") is { } count)
                json.WriteNumber("count"u8, count);
            json.WriteString("hash"u8, row.GetString("Hash"));
            if (row.GetString("Body") is { } body)
                json.WriteString("body"u8, body);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        await context.Response.Body.WriteAsync(line.ToArray(), token);
    }
}
