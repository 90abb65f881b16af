using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>
/// Rows as OData JSON with minimal metadata. What JSON cannot tell apart is annotated: 64-bit integers, times, ids and bytes travel as
/// strings with <c>"name@odata.type"</c> before them, doubles because 2.0 would come back as the integer 2.
/// </summary>
internal static class TableJson
{
    private const string TypeSuffix = "@odata.type";

    // Relaxed: the service is no browser, and a Chinese character is 3 bytes instead of 6.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(TableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString(nameof(entity.PartitionKey), entity.PartitionKey);
        writer.WriteString(nameof(entity.RowKey), entity.RowKey);
        foreach (var (name, value) in entity)
            Write(writer, name, value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Writes what makes a table: its name.</summary>
    public static ReadOnlyMemory<byte> WriteName(string table) => Encoding.UTF8.GetBytes($$"""{"TableName":"{{table}}"}""");

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                WriteTyped(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteString(name + TypeSuffix, "Edm.Double");
                writer.WriteNumber(name, number);
                break;
            case double number:
                WriteTyped(writer, name, "Edm.Double", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case DateTimeOffset time:
                WriteTyped(writer, name, "Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                WriteTyped(writer, name, "Edm.Guid", id.ToString());
                break;
            case byte[] bytes:
                writer.WriteString(name + TypeSuffix, "Edm.Binary");
                writer.WriteBase64String(name, bytes);
                break;
            default:
                throw new ArgumentException($"{name} is a {value.GetType().Name}, which a table cannot keep.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter writer, string name, string type, string value)
    {
        writer.WriteString(name + TypeSuffix, type);
        writer.WriteString(name, value);
    }

    /// <summary>Reads one row.</summary>
    public static TableEntity Read(BinaryData json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>Reads the rows of a query's answer: <c>{"odata.metadata":"…","value":[row, …]}</c>.</summary>
    public static List<TableEntity> ReadPage(BinaryData json)
    {
        List<TableEntity> rows = [];
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("value"u8))
                reader.Skip();
            else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.StartObject)
                rows.Add(Read(ref reader));
        }
        return rows;
    }

    private static TableEntity Read(ref Utf8JsonReader reader)
    {
        var entity = new TableEntity("", "");
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                type = reader.GetString();
                continue;
            }
            Take(entity, name, type, ref reader);
            type = null;
        }
        return entity;
    }

    private static void Take(TableEntity entity, string name, string? type, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case nameof(entity.PartitionKey):
                entity.PartitionKey = reader.GetString() ?? "";
                break;
            case nameof(entity.RowKey):
                entity.RowKey = reader.GetString() ?? "";
                break;
            case nameof(entity.Timestamp):
                entity.Timestamp = reader.GetDateTimeOffset();
                break;
            case "odata.etag":
                entity.ETag = new ETag(reader.GetString() ?? "");
                break;
            default:
                if (!name.StartsWith("odata.", StringComparison.Ordinal))
                    entity[name] = Value(type, ref reader);
                else
                    reader.Skip();
                break;
        }
    }

    private static object? Value(string? type, ref Utf8JsonReader reader) => (reader.TokenType, type) switch
    {
        (JsonTokenType.Null, _) => null,
        (JsonTokenType.True or JsonTokenType.False, _) => reader.GetBoolean(),
        (JsonTokenType.String, "Edm.Int64") => long.Parse(reader.GetString() ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        (JsonTokenType.String, "Edm.DateTime") => reader.GetDateTimeOffset(),
        (JsonTokenType.String, "Edm.Guid") => reader.GetGuid(),
        (JsonTokenType.String, "Edm.Binary") => reader.GetBytesFromBase64(),
        (JsonTokenType.String, "Edm.Double") => double.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture),
        (JsonTokenType.String, _) => reader.GetString(),
        (JsonTokenType.Number, "Edm.Double") => reader.GetDouble(),
        // Without an annotation a whole number is an Int32, and anything with a point or an exponent a Double.
        (JsonTokenType.Number, _) when reader.TryGetInt32(out var number) && reader.ValueSpan.IndexOfAny(".eE"u8) < 0 => number,
        (JsonTokenType.Number, _) => reader.GetDouble(),
        (var token, _) => throw new JsonException($"A value of a row cannot be a {token}."),
    };
}
