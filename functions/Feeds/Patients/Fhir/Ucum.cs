using System.Text.Json;

namespace LiveView.Feeds.Patients.Fhir;

/// <summary>Brings a quantity into the unit of its vital. An unknown unit is no value: a temperature in Fahrenheit read as Celsius kills.</summary>
internal static class Ucum
{
#pragma warning disable S5332 // a name, which nobody calls
    private const string System = "http://unitsofmeasure.org";
#pragma warning restore S5332

    /// <summary>The value in the vital's unit; null where there is none, or of a unit that is not one of the vital's.</summary>
    public static decimal? In(Vital vital, JsonElement quantity)
    {
        if (quantity.Number("value") is not { } value || quantity.Text("system") is { } system && system != System)
            return null;
        return (vital, quantity.Text("code")) switch
        {
            (Vital.Heart or Vital.Pulse or Vital.Respiration, "/min" or "{beats}/min" or "{breaths}/min") => value,
            (Vital.Heart or Vital.Pulse, "Hz") => value * 60,
            (Vital.Oxygen, "%") => value,
            (Vital.Oxygen, "1") => value * 100,
            (Vital.Systolic or Vital.Diastolic or Vital.Mean, "mm[Hg]") => value,
            (Vital.Systolic or Vital.Diastolic or Vital.Mean, "kPa") => decimal.Round(value * 7.50062m, 1),
            (Vital.Temperature, "Cel") => value,
            (Vital.Temperature, "[degF]") => decimal.Round((value - 32) * 5 / 9, 2),
            (Vital.Temperature, "K") => value - 273.15m,
            (Vital.Weight, "kg") => value,
            (Vital.Weight, "g") => value / 1_000,
            (Vital.Weight, "[lb_av]") => decimal.Round(value * 0.45359237m, 2),
            (Vital.Height, "cm") => value,
            (Vital.Height, "m") => value * 100,
            (Vital.Height, "[in_i]") => value * 2.54m,
            _ => null,
        };
    }

    /// <summary>Whether oxygen is given, by its flow or by its share of what is breathed.</summary>
    public static decimal? Given(JsonElement quantity) => (quantity.Number("value"), quantity.Text("code")) switch
    {
        ({ } flow, "L/min") => flow > 0 ? 1 : 0,
        ({ } share, "%") => share > 21 ? 1 : 0,
        _ => null,
    };
}
