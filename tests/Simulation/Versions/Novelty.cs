using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace LiveView.Simulation.Tests.Versions;

/// <summary>Something that only a later version says, in everything that it writes: a member that is not known here.</summary>
internal static class Novelty
{
    private const string Row = "Novelty";
    private const string Member = "\"novelty\":{\"of\":\"later\",\"list\":[1,null]}";

    /// <summary>Says it in a row, in the tiers, the documents and the update that the row may hold.</summary>
    public static void Add(JsonObject row)
    {
        row[Row] = "of later";
        if ((string?)row["Tiers"] is { } tiers)
        {
            var novel = JsonNode.Parse(tiers)!.AsObject();
            foreach (var (_, tier) in novel)
                tier!["novelty"] = true;
            row["Tiers"] = novel.ToJsonString();
        }

        if ((string?)row["Body0"] is { } body && !row.ContainsKey("Body1"))
            row["Body0"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Add(Encoding.UTF8.GetString(Convert.FromBase64String(body)))));
        if ((string?)row["State0"] is { } state && !row.ContainsKey("State1"))
            row["State0"] = Convert.ToBase64String(Pack(Encoding.UTF8.GetBytes(Add(Encoding.UTF8.GetString(Unpack(Convert.FromBase64String(state)))))));
    }

    /// <summary>Says it in an object of JSON, first of all.</summary>
    public static string Add(string json) => $"{{{Member},{json[1..]}";

    /// <summary>Whether a later version has written this.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf("ovelty"u8) >= 0;

    private static byte[] Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(bytes);
        return packed.ToArray();
    }
}
