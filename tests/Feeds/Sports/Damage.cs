using System.Text.Json;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Breaks payloads the way wires, caches and careless providers do.</summary>
internal static class Damage
{
    /// <summary>Cuts, overwrites, doubles and moves bytes as the numbers say.</summary>
    public static byte[] Do(ReadOnlyMemory<byte> bytes, int[] numbers)
    {
        List<byte> damaged = [.. bytes.Span];
        for (var i = 0; i + 1 < numbers.Length && damaged.Count > 0; i += 2)
        {
            var at = (int)((uint)(numbers[i] * 7_919) % damaged.Count);
            switch ((uint)numbers[i + 1] % 6)
            {
                case 0: damaged[at] = (byte)numbers[i]; break;
                case 1: damaged.RemoveAt(at); break;
                case 2: damaged.Insert(at, (byte)"{}[]\",:0e\\\u0001"[(int)((uint)numbers[i] % 11)]); break;
                case 3 when numbers.Length > 20: damaged.RemoveRange(at, damaged.Count - at); break;
                case 4: damaged.InsertRange(at, damaged.GetRange(at, Math.Min(20, damaged.Count - at))); break;
                default: damaged[at] = (byte)(char.IsAsciiDigit((char)damaged[at]) ? '0' + ((uint)numbers[i] % 10) : damaged[at]); break;
            }
        }

        return [.. damaged];
    }

    /// <summary>Where each value of a document stands.</summary>
    public static IReadOnlyList<(int Start, int End)> Values(string json)
    {
        List<(int, int)> values = [];
        var bytes = Boards.Bytes(json);
        Assert.Equal(json.Length, bytes.Length); // offsets of bytes are offsets of letters
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var skip = reader;
            skip.Skip();
            values.Add(((int)reader.TokenStartIndex, (int)skip.BytesConsumed));
        }

        return values;
    }
}
