using System.Numerics;

namespace LiveView.Local.Stations;

/// <summary>Writes bits, and numbers as H.264 codes them (ITU-T H.264 §9.1).</summary>
internal sealed class Bits
{
    private readonly List<byte> _bytes = [];
    private int _free; // bits of the last byte that are not written yet

    /// <summary>So many bits of a number, the highest first.</summary>
    public Bits Put(uint value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            if (_free == 0)
            {
                _bytes.Add(0);
                _free = 8;
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << --_free);
        }

        return this;
    }

    /// <summary>A number from 0 in Exp-Golomb code.</summary>
    public Bits Number(uint value)
    {
        var length = BitOperations.Log2(value + 1);
        return Put(0, length).Put(value + 1, length + 1);
    }

    /// <summary>Zeros up to a whole byte.</summary>
    public Bits Align()
    {
        _free = 0;
        return this;
    }

    /// <summary>Whole bytes, after <see cref="Align"/>.</summary>
    public Bits Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Ends a unit: a one, and zeros up to a whole byte.</summary>
    public byte[] End() => [.. Put(1, 1)._bytes];
}
