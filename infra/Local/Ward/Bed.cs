using System.Globalization;

namespace LiveView.Local.Ward;

/// <summary>One simulated patient, who breathes, beats and now and then grows worse, by the second. Made of sines and a seed: the same seed lives the same day.</summary>
internal sealed class Bed(string patient, BedKind kind, int seed)
{
    /// <summary>One episode of the worse in so many seconds.</summary>
    private const int Episode = 240;

    private const int FramesPerSecond = 15;

#pragma warning disable CA5394 // a patient is no secret
    private readonly Random _chance = new(seed);

    public string Patient => patient;

    /// <summary>What the devices at the bed push in a second.</summary>
    public IEnumerable<(string Type, string Body)> Push(int second, DateTimeOffset now)
    {
        var worse = kind == BedKind.Failing ? Math.Max(0, Math.Sin(2 * Math.PI * second / Episode)) : 0;
        var (heart, breaths, oxygen) = (72 + Wobble(3) + (int)(45 * worse), 15 + Wobble(1) + (int)(11 * worse), Math.Min(100, 97 + Wobble(1) - (int)(13 * worse)));
        var at = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        if (kind == BedKind.Camera)
            yield return ("application/json", Trace(second));
        else if (kind == BedKind.Fhir)
        {
            yield return ("application/fhir+json", Observation("8867-4", "/min", heart, at));
            yield return ("application/fhir+json", Observation("2708-6", "%", oxygen, at));
            yield return ("application/fhir+json", Observation("9279-1", "/min", breaths, at));
        }
        else
            yield return ("application/json", $$"""{"at":"{{at}}","heart":{{heart}},"pulse":{{heart}},"respiration":{{breaths}},"oxygen":{{oxygen}}}""");

        if (second % 60 == 0)
            yield return ("application/json", Spot(at));
    }

    /// <summary>What a nurse measures each minute.</summary>
    private string Spot(string at) => $$$"""
        {"at":"{{{at}}}","pressure":{"systolic":{{{122 + Wobble(6)}}},"diastolic":{{{79 + Wobble(4)}}}},"temperature":36.{{{7 + Wobble(1)}}},"consciousness":"A","supplemental":{{{(kind == BedKind.Failing ? "true" : "false")}}}}
        """;

    private int Wobble(int most) => _chance.Next(-most, most + 1);
#pragma warning restore CA5394

    private static string Trace(int second)
    {
        var frames = Enumerable.Range(second * FramesPerSecond, FramesPerSecond).Select(frame =>
        {
            var at = frame * 1_000 / FramesPerSecond;
            var (beat, light) = (Math.Sin(2 * Math.PI * at / 1_000 * 66 / 60), 1 + (0.01 * Math.Sin(2 * Math.PI * at / 1_000 * 0.25)));
            string Level(double mean, double strength) => (mean * light * (1 + (strength * beat))).ToString("0.000", CultureInfo.InvariantCulture);
            return $"[{at},{Level(160, 0.0015)},{Level(110, 0.005)},{Level(95, 0.0025)}]";
        });
        return string.Concat("{\"trace\":{\"site\":\"face\",\"frames\":[", string.Join(',', frames), "]}}");
    }

    private string Observation(string loinc, string unit, int value, string at) => $$$"""
        {"resourceType":"Observation","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
         "code":{"coding":[{"system":"http://loinc.org","code":"{{{loinc}}}"}]},"subject":{"reference":"Patient/{{{patient}}}"},"effectiveDateTime":"{{{at}}}",
         "valueQuantity":{"value":{{{value}}},"unit":"{{{unit}}}","system":"http://unitsofmeasure.org","code":"{{{unit}}}"}}
        """;
}

/// <summary>Which devices stand at a bed.</summary>
internal enum BedKind
{
    /// <summary>A monitor, of a patient who is well.</summary>
    Steady,

    /// <summary>A monitor, of a patient who grows worse and recovers.</summary>
    Failing,

    /// <summary>A camera on the face, and a nurse.</summary>
    Camera,

    /// <summary>A monitor that speaks FHIR.</summary>
    Fhir,
}
