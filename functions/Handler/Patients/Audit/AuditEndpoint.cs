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
    /// <summary>Rows of one answer; <c>?from=</c> asks for the next.</summary>
    private const int Page = 5_000;

    public async Task ListAsync(HttpContext context, CancellationToken token)
    {
        context.Response.ContentType = "application/jsonl";
        await foreach (var head in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {AuditRow.Head}"), cancellationToken: token))
            await WriteAsync(context, head, token);
    }

    public async Task ReadAsync(string chain, long? from, HttpContext context, CancellationToken token)
    {
        var name = Uri.UnescapeDataString(chain);
        if (!IsChain(name) || from is < 1)
        {
            await Problems.Unprocessable("A chain is patients:{id}, patients, or retention; ?from= is a row.").ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "application/jsonl";
        // The head first, and the rows up to it: what is written meanwhile, this very access for one, is for the next reader.
        var head = await table.GetEntityIfExistsAsync(name, AuditRow.Head, select: null, token);
        if (!head.HasValue)
            return;
        var (first, last) = (AuditRow.Key(from ?? 1), AuditRow.Key(Math.Min((from ?? 1) + Page - 1, head.Value!.GetInt64("Count") ?? 0))); // a row that exists has a value
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {name} and RowKey ge {first} and RowKey le {last}"), cancellationToken: token))
            await WriteAsync(context, row, token);
        await WriteAsync(context, head.Value, token);
    }

    /// <summary>Whether there may be a chain of this name.</summary>
    public static bool IsChain(string name) => name is "patients" or Retention.Retainer.Chain
        || (Core.Topics.Topic.TryParse(name, out var topic) && topic.Feed == "patients" && PatientTopic.TryParse(topic.Key, out _));

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
