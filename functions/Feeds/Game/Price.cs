using System.Globalization;

namespace LiveView.Feeds.Game;

/// <summary>A decimal exactly as its text says, or none: what a decimal cannot hold to the last digit is not rounded, it is not taken.</summary>
internal static class Price
{
    /// <summary>So many significant digits and decimal places are held exactly.</summary>
    private const int Digits = 28;

    /// <summary>Reads <c>37.168023096688245</c>, <c>1</c>, <c>2.5e-7</c>.</summary>
    public static decimal? Read(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOfAny('e', 'E');
        var mantissa = (mark < 0 ? text : text[..mark]).TrimStart('-');
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return null;
        var dot = mantissa.IndexOf('.');
        var places = dot < 0 ? 0 : mantissa[(dot + 1)..].TrimEnd('0').Length;
        var significant = dot < 0 ? mantissa.Trim('0').Length : Significant(mantissa, dot);
        if (significant > Digits || places - exponent > Digits)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>The shortest text of a value: <c>1.0</c> and <c>1</c> are the same price.</summary>
    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static int Significant(ReadOnlySpan<char> mantissa, int dot)
    {
        var whole = mantissa[..dot].TrimStart('0');
        var part = mantissa[(dot + 1)..].TrimEnd('0');
        return whole.Length > 0 ? whole.Length + part.Length : part.TrimStart('0').Length;
    }
}
