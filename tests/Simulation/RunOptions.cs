using System.Globalization;

namespace LiveView.Simulation.Tests;

/// <summary>What a run was asked for.</summary>
internal sealed record RunOptions
{
    public const string Help =
        """
        The handler, its services and its viewers on virtual time, and everything that can go wrong with them. One seed is one history.

          --seed N       the first history (1)
          --seeds K      how many, from there on (1)
          --minutes M    for how long things go wrong in each, in simulated minutes (1.5); then it must become well by itself
          --threads T    histories at once (as many as there are processors)
          --steps        tells a history step by step
          --help         this text

        Exit codes: 0 the promise was kept, 1 it was not, or (from 200 histories on) a fault never happened, 2 a wrong option.
        """;

    /// <summary>For how long things go wrong, unless it is said.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(90);

    public int First { get; private init; } = 1;

    public int Seeds { get; private init; } = 1;

    public TimeSpan Trouble { get; private init; } = Usual;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public bool Steps { get; private init; }

    public bool IsHelp { get; private init; }

    /// <exception cref="FormatException">An option is unknown, or its value is missing or wrong.</exception>
    public static RunOptions Parse(IEnumerable<string> args)
    {
        var options = new RunOptions();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var name))
        {
            options = name switch
            {
                "--seed" => options with { First = Number(name, rest) },
                "--seeds" => options with { Seeds = Number(name, rest) },
                "--minutes" => options with { Trouble = TimeSpan.FromMinutes(Minutes(name, rest)) },
                "--threads" => options with { Threads = Number(name, rest) },
                "--steps" => options with { Steps = true },
                "--help" => options with { IsHelp = true },
                _ => throw new FormatException($"'{name}' is not known here. --help lists what is."),
            };
        }

        return options;
    }

    private static int Number(string name, Queue<string> rest) =>
        int.TryParse(Value(name, rest), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} is a whole number from 1 on.");

    private static double Minutes(string name, Queue<string> rest) =>
        double.TryParse(Value(name, rest), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 1_440
            ? minutes
            : throw new FormatException($"{name} is a number above 0 and up to 1440.");

    private static string Value(string name, Queue<string> rest) => rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} needs a value.");
}
