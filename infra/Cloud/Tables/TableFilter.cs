using System.Globalization;

namespace LiveView.Cloud.Tables;

/// <summary>Literals of the query language. Nothing that came from outside becomes part of a filter any other way.</summary>
internal static class TableFilter
{
    public static string Create(FormattableString filter) =>
        string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(object? (value) => Literal(value))]);

    private static string Literal(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        // Without the L it does not match a 64-bit value.
        long number => string.Create(CultureInfo.InvariantCulture, $"{number}L"),
        double number when double.IsFinite(number) => WithPoint(number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => string.Create(CultureInfo.InvariantCulture, $"datetime'{time.UtcDateTime:O}'"),
        Guid id => $"guid'{id}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        _ => throw new ArgumentException($"A filter cannot compare with {value?.GetType().Name ?? "null"}."),
    };

    private static string WithPoint(string number) => number.AsSpan().ContainsAny('.', 'E') ? number : $"{number}.0";
}
