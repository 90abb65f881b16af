using System.Collections.Immutable;

namespace LiveView.Feeds.Patients;

/// <summary>
/// The National Early Warning Score 2 (Royal College of Physicians, 2017), by its chart. Not for those under 16 or pregnant. What is not
/// known makes the score incomplete: its points are then the least it can be, and what is missing is named.
/// </summary>
internal static class News2
{
    public const string Respiration = "respiration";
    public const string Oxygen = "oxygen";
    public const string Air = "air";
    public const string Systolic = "systolic";
    public const string Pulse = "pulse";
    public const string Consciousness = "consciousness";
    public const string Temperature = "temperature";

    /// <summary>Scores what is known.</summary>
    public static News2Score Of(News2Input input)
    {
        var points = new (string Part, int? Points)[]
        {
            (Respiration, Whole(input.Respiration) is { } breaths ? breaths switch { <= 8 => 3, <= 11 => 1, <= 20 => 0, <= 24 => 2, _ => 3 } : null),
            (Oxygen, input.Scale == 2 ? Second(Whole(input.Oxygen), input.IsOnOxygen) : First(Whole(input.Oxygen))),
            (Air, input.IsOnOxygen is { } given ? given ? 2 : 0 : null),
            (Systolic, Whole(input.Systolic) is { } pressure ? pressure switch { <= 90 => 3, <= 100 => 2, <= 110 => 1, <= 219 => 0, _ => 3 } : null),
            (Pulse, Whole(input.Pulse) is { } beats ? beats switch { <= 40 => 3, <= 50 => 1, <= 90 => 0, <= 110 => 1, <= 130 => 2, _ => 3 } : null),
            (Consciousness, input.Consciousness is { } level ? level == 0 ? 0 : 3 : null),
            (Temperature, Round(input.Temperature, 1) is { } degrees ? degrees switch { <= 35.0m => 3, <= 36.0m => 1, <= 38.0m => 0, <= 39.0m => 1, _ => 2 } : null),
        };
        return new(
            points.Where(static part => part.Points is not null).ToImmutableSortedDictionary(static part => part.Part, static part => part.Points!.Value, StringComparer.Ordinal), // those that have points
            [.. points.Where(static part => part.Points is null).Select(static part => part.Part)]);
    }

    private static int? First(int? saturation) => saturation switch { null => null, <= 91 => 3, <= 93 => 2, <= 95 => 1, _ => 0 };

    // For those whose lungs keep carbon dioxide: too much is as bad as too little, but only while it is given.
    private static int? Second(int? saturation, bool? isOnOxygen) => (saturation, isOnOxygen) switch
    {
        (null, _) => null,
        ( <= 83, _) => 3,
        ( <= 85, _) => 2,
        ( <= 87, _) => 1,
        ( <= 92, _) => 0,
        (_, null) => null,
        (_, false) => 0,
        ( <= 94, _) => 1,
        ( <= 96, _) => 2,
        _ => 3,
    };

    // The chart has whole numbers, and tenths of a degree: 38.05 belongs somewhere.
    private static decimal? Round(decimal? value, int digits) => value is { } known ? decimal.Round(known, digits, MidpointRounding.AwayFromZero) : null;

    private static int? Whole(decimal? value) => (int?)Round(value, 0);
}

/// <summary>What is scored; null is not known. Consciousness 0 is alert. The second scale of oxygen is scored only by a clinician's decision.</summary>
internal readonly record struct News2Input(
    decimal? Respiration, decimal? Oxygen, bool? IsOnOxygen, decimal? Systolic, decimal? Pulse, decimal? Consciousness, decimal? Temperature, int Scale = 1);

/// <summary>The points of each part that is known, and the parts that are not.</summary>
internal sealed record News2Score(ImmutableSortedDictionary<string, int> Parts, ImmutableArray<string> Missing)
{
    public int Total => Parts.Values.Sum();

    public bool IsComplete => Missing.IsEmpty;

    /// <summary>How urgent it is: <c>high</c> from 7, <c>medium</c> from 5, <c>single</c> where one part alone has 3, <c>low</c>, <c>none</c>.</summary>
    public string Band => Total switch
    {
        >= 7 => "high",
        >= 5 => "medium",
        _ when Parts.ContainsValue(3) => "single",
        > 0 => "low",
        _ => "none",
    };
}
