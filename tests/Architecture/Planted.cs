using System.Globalization;
using System.Text.Json;

namespace LiveView.Architecture.Tests;

/// <summary>Binary floating point in every place where it could hide, for the search to find.</summary>
internal static class Planted
{
#pragma warning disable CA1823, CS0414, IDE0051, S1144, CS0169, RCS1213 // it is there to be found
    private static readonly float _field = 1;
#pragma warning restore CA1823, CS0414, IDE0051, S1144, CS0169, RCS1213

    public static bool Literal(int number) => number * 0.5 > 1;

    public static string Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    public static int Converted(decimal number) => (int)((float)number * 2);

    public static string FromJson(JsonElement json) => json.GetDouble().ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<bool> InALambda(IEnumerable<decimal> numbers) => numbers.Select(static number => (double)number > 1);

    public static decimal Innocent(decimal number) => number * 0.5m;
}
