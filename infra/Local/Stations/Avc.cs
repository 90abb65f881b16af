namespace LiveView.Local.Stations;

/// <summary>
/// The smallest H.264 that every decoder takes: baseline, uncoded macroblocks (I_PCM) in a picture that stands alone, and pictures that say
/// "as before". Enough for a test pattern, and nothing to install.
/// </summary>
internal static class Avc
{
    /// <summary>What comes before a picture that stands alone: how large pictures are, and how they are coded.</summary>
    private static readonly byte[] Headers =
    [
        .. Unit(0x67, new Bits().Put(66, 8).Put(0xC0, 8).Put(30, 8).Number(0) // baseline, level 3
            .Number(0).Number(2).Number(1).Put(0, 1) // frames are counted in 4 bits and shown as they come, one is remembered
            .Number(Picture.Columns - 1).Number(Picture.Rows - 1).Put(0b1100, 4).End()),
        .. Unit(0x68, new Bits().Number(0).Number(0).Put(0, 2).Number(0).Number(0).Number(0).Put(0, 3).Number(0).Number(0).Number(0).Put(0b100, 3).End()),
    ];

    /// <summary>A picture that stands alone.</summary>
    public static byte[] Key(Picture picture)
    {
        var slice = new Bits().Number(0).Number(7).Number(0).Put(0, 4).Number(0).Put(0, 2).Number(0).Number(1);
        for (var row = 0; row < Picture.Rows; row++)
        {
            for (var column = 0; column < Picture.Columns; column++)
                slice.Number(25).Align().Bytes(picture.Macroblock(column, row)); // I_PCM
        }

        return [.. Unit(0x09, [0xF0]), .. Headers, .. Unit(0x65, slice.End())];
    }

    /// <summary>A picture as before, the <paramref name="number"/>th after one that stands alone.</summary>
    public static byte[] Same(int number) =>
    [
        .. Unit(0x09, [0xF0]),
        .. Unit(0x41, new Bits().Number(0).Number(5).Number(0).Put((uint)number % 16, 4).Put(0, 3).Number(0).Number(1).Number(Picture.Columns * Picture.Rows).End()),
    ];

    // A start code, the kind, and the bytes with a three put in wherever they would look like a start code (§7.4.1).
    private static byte[] Unit(byte kind, byte[] bytes)
    {
        List<byte> unit = [0, 0, 0, 1, kind];
        var zeros = 0;
        foreach (var value in bytes)
        {
            if (zeros >= 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }
}
