namespace LiveView.Feeds.Patients.Alerts;

/// <summary>A bound of a vital, written <c>oxygen&lt;90!</c>: an exclamation mark makes it critical.</summary>
internal sealed record Threshold(Vital Vital, bool IsBelow, decimal Limit, Severity Severity)
{
    /// <summary>The rule's name: <c>oxygen.low</c>.</summary>
    public string Rule => $"{Vital.Word}.{(IsBelow ? "low" : "high")}";

    /// <summary>Whether a value is beyond it.</summary>
    public bool IsBeyond(decimal value) => IsBelow ? value < Limit : value > Limit;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Threshold Parse(string text)
    {
        var isCritical = text.EndsWith('!');
        var plain = isCritical ? text[..^1] : text;
        var mark = plain.IndexOfAny(['<', '>']);
        return mark > 0 && Vitals.Of(plain[..mark].Trim()) is { } vital
            && decimal.TryParse(plain.AsSpan(mark + 1), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var limit)
            ? new(vital, plain[mark] == '<', limit, isCritical ? Severity.Critical : Severity.Warning)
            : throw new FormatException($"'{text}' is no bound of a vital; one reads oxygen<90 or heart>130!");
    }
}
