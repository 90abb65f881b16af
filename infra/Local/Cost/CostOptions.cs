using System.Globalization;

namespace LiveView.Local.Cost;

/// <summary>What a bill is wanted for.</summary>
internal sealed class CostOptions
{
    /// <summary>What the bill is for.</summary>
    public double Hours { get; private set; } = 1;

    /// <summary>How long is measured; the quantities are scaled to the hours.</summary>
    public double Minutes { get; private set; }

    public int Viewers { get; private set; } = 10_000;

    public string PriceFile { get; private set; } = Path.Combine(AppContext.BaseDirectory, "Cost", "prices.json");

    /// <summary>What is left for the run itself: its ports, its data, its settings.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">A value is missing or wrong.</exception>
    public static CostOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CostOptions();
        List<string> rest = [];
        var given = new Queue<string>(arguments);
        while (given.TryDequeue(out var name))
        {
            switch (name)
            {
                case "--hours": options.Hours = Number(name, given, 10_000); break;
                case "--minutes": options.Minutes = Number(name, given, 600_000); break;
                case "--viewers": options.Viewers = (int)Number(name, given, 100_000_000); break;
                case "--prices": options.PriceFile = given.TryDequeue(out var path) ? path : throw new UsageException($"{name} needs a value."); break;
                default: rest.Add(name); break;
            }
        }

        if (options.Minutes == 0)
            options.Minutes = options.Hours * 60;
        options.Rest = rest;
        return options;
    }

    private static double Number(string name, Queue<string> given, double most) =>
        given.TryDequeue(out var text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} needs a number above 0, up to {most}."));
}
