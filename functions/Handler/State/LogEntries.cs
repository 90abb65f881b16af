using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LiveView.Handler.State;

/// <summary>The entries of a log, taken out of the updates that brought them.</summary>
internal static class LogEntries
{
    /// <summary>All entries of some updates, as one array.</summary>
    public static byte[] Join(IReadOnlyList<StoredUpdate> updates)
    {
        var json = new ArrayBufferWriter<byte>(1_024);
        var separator = (byte)'[';
        foreach (var update in updates)
        {
            using var document = JsonDocument.Parse(update.Bytes);
            foreach (var entry in document.RootElement.GetProperty("data"u8).EnumerateArray())
            {
                json.Write([separator]);
                json.Write(JsonMarshal.GetRawUtf8Value(entry));
                separator = (byte)',';
            }
        }

        json.Write(separator == '[' ? "[]"u8 : "]"u8);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>The entries of an array, one by one, to the byte.</summary>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> entries)
    {
        using var json = JsonDocument.Parse(entries);
        return [.. json.RootElement.EnumerateArray().Select(static entry => new ReadOnlyMemory<byte>(JsonMarshal.GetRawUtf8Value(entry).ToArray()))];
    }
}
