using System.Collections.Frozen;

namespace LiveView.Feeds.Patients;

/// <summary>What is known of each vital: its word, its unit, what of it can be true, and for how long a value speaks.</summary>
internal static class Vitals
{
    /// <summary>The letters of consciousness, by value.</summary>
    public const string Acvpu = "ACVPU";

    /// <summary>Monitors write it where there is no value (WFDB).</summary>
    public const decimal Missing = -32_768;

    /// <summary>The vitals that a monitor tells all the time: their silence is news.</summary>
    public static readonly FrozenSet<Vital> Continuous = FrozenSet.Create(Vital.Heart, Vital.Pulse, Vital.Camera, Vital.Respiration, Vital.Oxygen);

    private static readonly FrozenDictionary<Vital, (string Word, string Unit, decimal Least, decimal Most)> Known =
        new Dictionary<Vital, (string, string, decimal, decimal)>
        {
            [Vital.Heart] = ("heart", "/min", 1, 300),
            [Vital.Pulse] = ("pulse", "/min", 1, 300),
            [Vital.Camera] = ("camera", "/min", 1, 300),
            [Vital.Respiration] = ("respiration", "/min", 1, 80),
            [Vital.Oxygen] = ("oxygen", "%", 50, 100),
            [Vital.Systolic] = ("systolic", "mmHg", 20, 350),
            [Vital.Diastolic] = ("diastolic", "mmHg", 10, 250),
            [Vital.Mean] = ("mean", "mmHg", 15, 300),
            [Vital.Temperature] = ("temperature", "Cel", 25, 45),
            [Vital.Consciousness] = ("consciousness", "", 0, 4),
            [Vital.Supplemental] = ("supplemental", "", 0, 1),
            [Vital.Weight] = ("weight", "kg", 0.2m, 700),
            [Vital.Height] = ("height", "cm", 15, 280),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Vital> ByWord = Known.ToFrozenDictionary(static known => known.Value.Word, static known => known.Key, StringComparer.Ordinal);

    extension(Vital vital)
    {
        /// <summary>What it is called in our JSON.</summary>
        public string Word => Known[vital].Word;

        /// <summary>The unit of its values, in UCUM; empty where they are codes.</summary>
        public string Unit => Known[vital].Unit;

        /// <summary>For how long a value may be scored: five minutes of what is measured all the time, half a day of what a nurse measures.</summary>
        public TimeSpan Speaks => Continuous.Contains(vital) ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(12);

        /// <summary>0 and −32768 of a monitor mean that it has no reading; of a code 0 is a value.</summary>
        public bool IsNoReading(decimal value) => value == Missing || (value == 0 && vital is not (Vital.Consciousness or Vital.Supplemental));

        /// <summary>Whether a living body can have it; what it cannot is an artefact of the sensor.</summary>
        public bool IsPossible(decimal value) => value >= Known[vital].Least && value <= Known[vital].Most;

        /// <summary>A value as our JSON has it.</summary>
        public string Text(decimal value) => vital switch
        {
            Vital.Consciousness => Acvpu[(int)value].ToString(),
            Vital.Supplemental => value == 1 ? "oxygen" : "air",
            _ => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The vital of a word.</summary>
    public static Vital? Of(string word) => ByWord.TryGetValue(word, out var vital) ? vital : null;
}
