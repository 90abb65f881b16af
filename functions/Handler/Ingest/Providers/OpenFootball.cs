using System.Globalization;

namespace LiveView.Handler.Ingest.Providers;

/// <summary>openfootball's files on GitHub, kept by hand: a season in one file. They change a few times a day.</summary>
internal sealed class OpenFootball : Provider
{
    private const int FirstMonth = 7; // a season goes from July to June

    public override string Name => "openfootball";

    public override string Section => ProviderOptions.OpenFootball;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://raw.githubusercontent.com/openfootball/");
        options.Targets = "soccer/eng.1";
        options.ShortestSeconds = 300;
        options.LongestSeconds = 3_600;
    }

    public override string Path(string target, DateTimeOffset now)
    {
        var league = target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return league == "fifa.world"
            ? string.Create(CultureInfo.InvariantCulture, $"worldcup.json/master/{Cup(now.Year)}/worldcup.json")
            : $"football.json/master/{Season(now)}/{Country(league)}.json";
    }

    // 2022, 2026, 2030; the years between speak of the last one.
    private static int Cup(int year) => year - ((year + 2) % 4);

    private static string Season(DateTimeOffset now)
    {
        var first = now.Month >= FirstMonth ? now.Year : now.Year - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{first}-{(first + 1) % 100:D2}");
    }

    private static string Country(string league) => league.Split('.') switch
    {
        ["eng", .. var rest] => $"en.{string.Join('.', rest)}",
        ["ger", .. var rest] => $"de.{string.Join('.', rest)}",
        ["esp", .. var rest] => $"es.{string.Join('.', rest)}",
        ["ita", .. var rest] => $"it.{string.Join('.', rest)}",
        ["fra", .. var rest] => $"fr.{string.Join('.', rest)}",
        _ => league,
    };
}
