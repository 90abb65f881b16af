namespace LiveView.Local.Providers;

/// <summary>1st, 2nd, 3rd, 4th, 11th, 21st.</summary>
internal static class Ordinal
{
    public static string Of(int number) => (number % 100, number % 10) switch
    {
        ( >= 11 and <= 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}
