using System.Globalization;
using System.Text.Json;
using LiveView.Cloud.Tables;

namespace LiveView.Package.Backups;

/// <summary>A row as a line of a backup: <c>{"partition":…,"row":…,"values":{"Offset":["long","42"],…}}</c>. Types are said, so that what is restored is what was.</summary>
internal static class RowJson
{
    public static string Write(TableEntity row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("partition"u8, row.PartitionKey);
            json.WriteString("row"u8, row.RowKey);
            json.WriteStartObject("values"u8);
            foreach (var (name, value) in row.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                if (value is null)
                    continue;
                var (type, text) = Text(value);
                json.WriteStartArray(name);
                json.WriteStringValue(type);
                json.WriteStringValue(text);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads a line back.</summary>
    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    public static TableEntity Read(string line)
    {
        try
        {
            var json = JsonElement.Parse(line);
            var row = new TableEntity(json.GetProperty("partition").GetString() ?? "", json.GetProperty("row").GetString() ?? "");
            foreach (var value in json.GetProperty("values").EnumerateObject())
                row[value.Name] = Value(value.Value[0].GetString(), value.Value[1].GetString() ?? "");
            return row;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException($"This is no row of a backup: {fault.Message}", fault);
        }
    }

    private static (string Type, string Text) Text(object value) => value switch
    {
        string text => ("string", text),
        bool flag => ("bool", flag ? "true" : "false"),
        int number => ("int", number.ToString(CultureInfo.InvariantCulture)),
        long number => ("long", number.ToString(CultureInfo.InvariantCulture)),
        double number => ("double", number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => ("time", time.ToString("O", CultureInfo.InvariantCulture)),
        Guid id => ("guid", id.ToString("D")),
        byte[] bytes => ("bytes", Convert.ToBase64String(bytes)),
        _ => throw new FormatException($"A row has no value of type {value.GetType().Name}."),
    };

    private static object Value(string? type, string text) => type switch
    {
        "string" => text,
        "bool" => text == "true",
        "int" => int.Parse(text, CultureInfo.InvariantCulture),
        "long" => long.Parse(text, CultureInfo.InvariantCulture),
        "double" => double.Parse(text, CultureInfo.InvariantCulture),
        "time" => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
        "guid" => Guid.Parse(text, CultureInfo.InvariantCulture),
        "bytes" => Convert.FromBase64String(text),
        _ => throw new FormatException($"A backup has no values of type '{type}'."),
    };
}
