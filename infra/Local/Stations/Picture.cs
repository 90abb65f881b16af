namespace LiveView.Local.Stations;

/// <summary>One picture of the test pattern: a colour that is the item's, stripes, the seconds in large digits, and a bar that grows.</summary>
internal sealed class Picture
{
    /// <summary>Macroblocks of 16 × 16.</summary>
    public const int Columns = 10;

    public const int Rows = 6;

    private const int Width = Columns * 16;
    private const int Height = Rows * 16;
    private const int Scale = 12;

    // Three by five, a row in three bits.
    private static readonly int[] Digits = [0b111101101101111, 0b010110010010111, 0b111001111100111, 0b111001111001111, 0b101101111001001, 0b111100111001111, 0b111100111101111, 0b111001001001001, 0b111101111101111, 0b111101111001111];

    private readonly byte[] _luma = new byte[Width * Height];
    private readonly byte _blue;
    private readonly byte _red;

    /// <summary>The picture of an item at a second of it.</summary>
    public Picture(int item, int second, int seconds)
    {
        (_blue, _red) = ((byte)(64 + (item * 53 % 128)), (byte)(64 + (item * 97 % 128)));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                _luma[(y * Width) + x] = y >= Height - 8 && x * seconds < Width * (second + 1) ? (byte)235 : (byte)(60 + ((x + y + (item * 8)) / 16 % 2 * 24));
        }

        Draw(second / 10 % 10, 28);
        Draw(second % 10, 92);
    }

    /// <summary>A macroblock as it is sent uncoded: luma, blue, red (§7.3.5).</summary>
    public byte[] Macroblock(int column, int row)
    {
        var block = new byte[256 + 64 + 64];
        for (var y = 0; y < 16; y++)
            _luma.AsSpan((((row * 16) + y) * Width) + (column * 16), 16).CopyTo(block.AsSpan(y * 16));
        block.AsSpan(256, 64).Fill(_blue);
        block.AsSpan(320).Fill(_red);
        return block;
    }

    private void Draw(int digit, int left)
    {
        for (var cell = 0; cell < 15; cell++)
        {
            if ((Digits[digit] >> (14 - cell) & 1) == 0)
                continue;
            for (var y = 0; y < Scale; y++)
                _luma.AsSpan(((14 + (cell / 3 * Scale) + y) * Width) + left + (cell % 3 * Scale), Scale).Fill(235);
        }
    }
}
