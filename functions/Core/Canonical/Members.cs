using System.Buffers;
using System.Text.Json;

namespace LiveView.Core.Canonical;

/// <summary>Writes the members of one object, and walks the members of two sorted objects side by side.</summary>
internal sealed class Members
{
    private readonly ArrayBufferWriter<byte> _output;
    private bool _any;

    public Members(ArrayBufferWriter<byte> output)
    {
        _output = output;
        output.Write("{"u8);
    }

    /// <summary>Writes a member's name; the caller writes its value to what comes back.</summary>
    public ArrayBufferWriter<byte> Name(string name)
    {
        if (_any)
            _output.Write(","u8);
        _any = true;
        CanonicalText.Write(_output, name);
        _output.Write(":"u8);
        return _output;
    }

    public void End() => _output.Write("}"u8);

    /// <summary>Every name of either object with its values; an absent object has no members. A patch from outside is sorted here.</summary>
    public static IEnumerable<(string Name, JsonElement? Left, JsonElement? Right)> Pair(JsonElement? left, JsonElement right)
    {
        JsonProperty[] a = Sorted(left), b = Sorted(right);
        var (i, j) = (0, 0);
        while (i < a.Length || j < b.Length)
        {
            var order = i == a.Length ? 1 : j == b.Length ? -1 : string.CompareOrdinal(a[i].Name, b[j].Name);
            yield return (
                order <= 0 ? a[i].Name : b[j].Name,
                order <= 0 ? a[i++].Value : null,
                order >= 0 ? b[j++].Value : null);
        }
    }

    private static JsonProperty[] Sorted(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } source)
            return [];
        JsonProperty[] members = [.. source.EnumerateObject()];
        for (var i = 1; i < members.Length; i++)
        {
            if (string.CompareOrdinal(members[i - 1].Name, members[i].Name) >= 0)
            {
                Array.Sort(members, static (x, y) => string.CompareOrdinal(x.Name, y.Name));
                break;
            }
        }

        return members;
    }
}
