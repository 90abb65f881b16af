using System.Buffers;

namespace LiveView.Core.Canonical;

/// <summary>
/// Builds a canonical document member by member. What is null is absent, an object without members is absent,
/// and the order in which members are set does not matter.
/// </summary>
public sealed class CanonicalObject
{
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was set.</summary>
    public bool IsEmpty => _members.Count == 0;

    /// <summary>Sets a text; null removes nothing and adds nothing.</summary>
    public CanonicalObject Set(string name, string? value) => Put(name, value);

    /// <summary>Sets an integer; null adds nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The integer does not survive a JavaScript number (±2^53−1).</exception>
    public CanonicalObject Set(string name, long? value)
    {
        if (value is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(number), CanonicalJson.MaxInteger, name);
            Put(name, number);
        }

        return this;
    }

    /// <summary>Sets a truth value; null adds nothing.</summary>
    public CanonicalObject Set(string name, bool? value) => Put(name, value);

    /// <summary>Sets an exact decimal, which travels as text with its digits kept; null adds nothing.</summary>
    public CanonicalObject Set(string name, decimal? value) =>
        Put(name, value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Sets a nested object; null or an empty one adds nothing.</summary>
    public CanonicalObject Set(string name, CanonicalObject? value) => Put(name, value is { IsEmpty: false } ? value : null);

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private CanonicalObject Put(string name, object? value)
    {
        if (value is not null)
            _members[name] = value;
        return this;
    }

    private void WriteTo(IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in _members)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            CanonicalText.Write(output, name);
            output.Write(":"u8);
            switch (value)
            {
                case CanonicalObject nested: nested.WriteTo(output); break;
                case string text: CanonicalText.Write(output, text); break;
                case long number: CanonicalText.Write(output, number); break;
                case bool truth: output.Write(truth ? "true"u8 : "false"u8); break;
            }
        }

        output.Write("}"u8);
    }
}
