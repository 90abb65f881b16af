using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveView.Cloud.Tables;

namespace LiveView.Handler.Patients.Audit;

/// <summary>
/// A row of a chain: <c>{D12}</c> with the entry as JSON in <c>Body</c> and, in <c>Hash</c>, SHA-256 of the hash before it and the body. The row
/// <c>head</c> says how many there are and the hash of the last, so that what is cut off at the end is missed as well.
/// </summary>
internal static class AuditRow
{
    public const string Head = "head";

    /// <summary>What stands before the first.</summary>
    public static readonly string Origin = new('0', 64);

    public static string Key(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    public static (TableEntity Row, string Hash) Write(AuditEntry entry, long number, string before, DateTimeOffset at, string id)
    {
        var body = Body(entry, number, at, id);
        var hash = Hash(before, body);
        return (new TableEntity(entry.Whom, Key(number)) { ["Body"] = body, ["Hash"] = hash }, hash);
    }

    public static TableEntity HeadOf(string chain, long count, string hash) => new(chain, Head) { ["Count"] = count, ["Hash"] = hash };

    public static string Hash(string before, string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + body)));

    private static string Body(AuditEntry entry, long number, DateTimeOffset at, string id)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, number);
            json.WriteString("id"u8, id);
            json.WriteString("at"u8, at.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("who"u8, entry.Who);
            json.WriteString("what"u8, entry.What);
            json.WriteString("whom"u8, entry.Whom);
            json.WriteString("why"u8, entry.Why);
            json.WriteString("decision"u8, entry.Decision);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
