using System.Buffers;
using System.Text;
using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>
/// A transaction as the service wants it: a batch that holds one change set that holds one HTTP request for each action.
/// <code>
/// --batch_{id}                       Content-Type: multipart/mixed; boundary=changeset_{id}
///   --changeset_{id}                 Content-Type: application/http · Content-Transfer-Encoding: binary
///     PUT {address} HTTP/1.1         Accept · DataServiceVersion · If-Match · Content-Type, empty line, JSON
///   --changeset_{id}--
/// --batch_{id}--
/// </code>
/// Lines end in CR LF. The boundaries cannot occur in a row: its JSON is one line.
/// </summary>
internal static class TableTransactionRequest
{
    /// <summary>Writes the body.</summary>
    /// <exception cref="TableLimitException">The real service would refuse it.</exception>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<TableTransactionAction> actions, TableAddress address, string id)
    {
        Check(actions);
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        Text(buffer, $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n");
        foreach (var action in actions)
        {
            Text(buffer, $"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Write(buffer, action, address);
        }
        Text(buffer, $"--changeset_{id}--\r\n\r\n--batch_{id}--\r\n");
        return buffer.WrittenCount <= TableLimits.TransactionBytes
            ? buffer.WrittenMemory
            : throw new TableLimitException($"The transaction takes {buffer.WrittenCount} bytes; {TableLimits.TransactionBytes} is the most.");
    }

    private static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count is 0 or > TableLimits.TransactionActions)
            throw new TableLimitException($"The transaction has {actions.Count} actions; 1 to {TableLimits.TransactionActions} are allowed.");
        HashSet<string> rows = [];
        foreach (var (index, entity) in actions.Select((action, index) => (index, action.Entity)))
        {
            TableLimits.Check(entity);
            if (entity.PartitionKey != actions[0].Entity.PartitionKey)
                throw new TableLimitException($"Action {index} is in another partition than action 0; a transaction has one.");
            if (!rows.Add(entity.RowKey))
                throw new TableLimitException($"Action {index} comes to a row for the second time; a transaction has each once.");
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer, TableTransactionAction action, TableAddress address)
    {
        var entity = action.Entity;
        var (verb, condition) = action.ActionType switch
        {
            TableTransactionActionType.Add => ("POST", default),
            TableTransactionActionType.UpsertReplace => ("PUT", default),
            TableTransactionActionType.UpsertMerge => ("PATCH", default),
            TableTransactionActionType.UpdateReplace => ("PUT", TableClient.Required(action.ETag)),
            TableTransactionActionType.UpdateMerge => ("PATCH", TableClient.Required(action.ETag)),
            TableTransactionActionType.Delete => ("DELETE", action.ETag == default ? ETag.All : action.ETag),
        };
        var to = verb == "POST" ? address.Entities : address.Entity(entity.PartitionKey, entity.RowKey);
        Text(buffer, $"{verb} {to.AbsoluteUri} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (verb == "POST")
            Text(buffer, $"Prefer: return-no-content\r\n");
        if (condition != default)
            Text(buffer, $"If-Match: {condition:H}\r\n");
        if (verb != "DELETE")
        {
            Text(buffer, $"Content-Type: application/json\r\n\r\n");
            buffer.Write(TableJson.Write(entity).Span);
        }
        Text(buffer, $"\r\n");
        if (verb == "DELETE")
            Text(buffer, $"\r\n");
    }

    private static void Text(ArrayBufferWriter<byte> buffer, FormattableString text) =>
        Encoding.UTF8.GetBytes(FormattableString.Invariant(text), buffer);
}
