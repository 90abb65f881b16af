using System.Collections.Frozen;
using System.Text.Json;

namespace LiveView.Feeds.Patients.Fhir;

/// <summary>
/// The codes by which observations say what they are of. Any coding of a list may be the one, and only system and code count, never the text.
/// LOINC's are the "magic" ones of the vital-signs profile; the others are of ISO/IEEE 11073-10101 and SNOMED CT.
/// </summary>
internal static class FhirCodes
{
    /// <summary>A list of other observations, which come by themselves.</summary>
    public const string Panel = "85353-1";

    /// <summary>Components: systolic, diastolic, mean.</summary>
    public const string BloodPressure = "85354-9";

    /// <summary>Flow of given oxygen, in litres a minute.</summary>
    public const string OxygenFlow = "3151-8";

    /// <summary>Concentration of oxygen in what is breathed, in percent; air has 21.</summary>
    public const string OxygenShare = "3150-6";

#pragma warning disable S5332 // names, which nobody calls
    private const string Loinc = "http://loinc.org";
    private const string Snomed = "http://snomed.info/sct";
#pragma warning restore S5332
    private const string Mdc = "urn:iso:std:iso:11073:10101";

    private static readonly FrozenDictionary<string, Vital> ByLoinc = new Dictionary<string, Vital>(StringComparer.Ordinal)
    {
        ["8867-4"] = Vital.Heart,
        ["9279-1"] = Vital.Respiration,
        ["2708-6"] = Vital.Oxygen,
        ["59408-5"] = Vital.Oxygen,
        ["8310-5"] = Vital.Temperature,
        ["8480-6"] = Vital.Systolic,
        ["8462-4"] = Vital.Diastolic,
        ["8478-0"] = Vital.Mean,
        ["67775-7"] = Vital.Consciousness,
        ["80288-4"] = Vital.Consciousness,
        [OxygenFlow] = Vital.Supplemental,
        [OxygenShare] = Vital.Supplemental,
        ["29463-7"] = Vital.Weight,
        ["8302-2"] = Vital.Height,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Vital> ByMdc = new Dictionary<string, Vital>(StringComparer.Ordinal)
    {
        ["147842"] = Vital.Heart,
        ["149530"] = Vital.Pulse,
        ["151562"] = Vital.Respiration,
        ["150456"] = Vital.Oxygen,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // LOINC answers to 67775-7, and the findings of SNOMED CT that charts of NEWS2 use.
    private static readonly FrozenDictionary<(string, string), int> Levels = new Dictionary<(string, string), int>
    {
        [(Loinc, "LA9340-6")] = 0,
        [(Loinc, "LA17108-4")] = 2,
        [(Loinc, "LA17107-6")] = 3,
        [(Loinc, "LA9343-0")] = 4,
        [(Snomed, "248234008")] = 0,
        [(Snomed, "130987000")] = 1,
        [(Snomed, "300202002")] = 2,
        [(Snomed, "450847001")] = 3,
        [(Snomed, "422768004")] = 4,
    }.ToFrozenDictionary();

    /// <summary>The codes of one system.</summary>
    public static bool Has(JsonElement concept, string loinc) => Codings(concept).Contains((Loinc, loinc));

    /// <summary>What an observation or a component is of, if any of its codes is known here.</summary>
    public static Vital? VitalOf(JsonElement concept)
    {
        foreach (var (system, code) in Codings(concept))
        {
            if (system == Loinc && ByLoinc.TryGetValue(code, out var vital))
                return vital;
            if (system == Mdc && ByMdc.TryGetValue(code, out vital))
                return vital;
        }

        return null;
    }

    /// <summary>The level of consciousness that a concept says.</summary>
    public static int? LevelOf(JsonElement concept)
    {
        foreach (var coding in Codings(concept))
        {
            if (Levels.TryGetValue(coding, out var level))
                return level;
        }

        return null;
    }

    private static IEnumerable<(string System, string Code)> Codings(JsonElement concept) =>
        from coding in concept.Items("coding")
        let system = coding.Text("system")
        let code = coding.Text("code")
        where system is not null && code is not null
        select (system, code);
}
