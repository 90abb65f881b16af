using System.Buffers;
using System.Text;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Market;

/// <summary>
/// A canonical object that is being changed. Members stay bytes until somebody looks into them, and what nobody touched is copied as
/// it is: a board of 400 symbols of which three moved costs one walk and three rows.
/// </summary>
internal sealed class Draft
{
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal); // ReadOnlyMemory<byte> or Draft

    /// <summary>The names of its members, in canonical order.</summary>
    public IEnumerable<string> Names => _members.Keys;

    public int Count => _members.Count;

    /// <summary>Opens a canonical object; nothing is an empty one.</summary>
    public static Draft Open(ReadOnlyMemory<byte> json)
    {
        var draft = new Draft();
        if (json.Length <= 2)
            return draft;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            draft._members[name] = json[start..(int)reader.BytesConsumed];
        }

        return draft;
    }

    /// <summary>The object of that name, made where there is none.</summary>
    public Draft Object(string name)
    {
        if (Find(name) is { } there)
            return there;
        var made = new Draft();
        _members[name] = made;
        return made;
    }

    /// <summary>The object of that name, or null.</summary>
    public Draft? Find(string name)
    {
        switch (_members.GetValueOrDefault(name))
        {
            case Draft open: return open;
            case ReadOnlyMemory<byte> { Span: [(byte)'{', ..] } closed:
                var draft = Open(closed);
                _members[name] = draft;
                return draft;
            default: return null;
        }
    }

    public string? Text(string name)
    {
        if (_members.GetValueOrDefault(name) is not ReadOnlyMemory<byte> { Span: [(byte)'"', ..] } json)
            return null;
        var inside = json.Span[1..^1];
        if (!inside.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(inside);
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return reader.GetString();
    }

    /// <summary>An exact decimal that travels as text.</summary>
    public decimal? Number(string name) =>
        _members.GetValueOrDefault(name) is ReadOnlyMemory<byte> { Span: [(byte)'"', ..] } json && Exact.TryRead(json.Span[1..^1], out var number) ? number : null;

    /// <summary>A whole number that travels as text.</summary>
    public long? Whole(string name) => Number(name) is { } number ? (long)number : null;

    /// <summary>Sets a text; null leaves what is there.</summary>
    public void Set(string name, string? text)
    {
        if (text is null)
            return;
        var buffer = new ArrayBufferWriter<byte>(text.Length + 2);
        CanonicalJson.Write(buffer, text);
        _members[name] = buffer.WrittenMemory;
    }

    /// <summary>Sets an exact decimal, digit by digit; null leaves what is there.</summary>
    public void Set(string name, decimal? number)
    {
        if (number is not { } value)
            return;
        var text = new byte[34]; // sign, 29 digits, point, leading zero, and the quotes
        value.TryFormat(text.AsSpan(1), out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        text[0] = text[length + 1] = (byte)'"';
        _members[name] = new ReadOnlyMemory<byte>(text, 0, length + 2);
    }

    public void Remove(string name) => _members.Remove(name);

    public void Clear() => _members.Clear();

    /// <summary>The canonical bytes. An object without members is absent.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteTo(ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in _members)
        {
            if (value is Draft { Count: 0 })
                continue;
            if (!first)
                output.Write(","u8);
            first = false;
            CanonicalJson.Write(output, name);
            output.Write(":"u8);
            if (value is Draft nested)
                nested.WriteTo(output);
            else
                output.Write(((ReadOnlyMemory<byte>)value).Span);
        }

        output.Write("}"u8);
    }
}
