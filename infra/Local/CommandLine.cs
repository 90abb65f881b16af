using System.Globalization;

namespace LiveView.Local;

/// <summary>Reads the arguments; what it cannot read is named in one line.</summary>
internal static class CommandLine
{
    public const string Help =
        """
        Live View on one machine: storage, event hubs, Web PubSub, simulated providers and the functions, on loopback only.

          dotnet run --project infra/Local [-- command] [options]

        Commands
          (none)                 everything
          pubsub [--port N]      only the Web PubSub emulator
          chaos [--seed N] [--minutes M] [--seeds K]
                                 a simulated evening in which everything goes wrong, in a few seconds; chaos --help says more
          capture FILE [DATA]    cuts what the raw hub of a run has kept into a file
          replay FILE            folds such a file again; the board shows it
          audit verify [FILE]    checks the audit of patients: every row of every chain, by its own arithmetic
          cost --hours N         runs everything, meters it, and tells what N hours cost at list prices;
                                 --minutes M measures only so long and scales, --viewers N (10000), --prices FILE

        Options
          --functions-port N     the board and the functions (7071; 0 takes any free port, here and below)
          --pubsub-port N        Web PubSub (8080)
          --eventhubs-port N     Event Hubs, sending over HTTP (5300)
          --azurite-port N       storage: N blobs, N+1 queues, N+2 tables (10000)
          --data DIR             where it keeps what happened, between runs too (.local)
          --fresh                forget what earlier runs have kept
          --live                 poll the real providers instead of the simulated ones
          --speed N              simulated matches are played at N minutes a minute (10)
          --seed N               the same number makes the same evening (1)
          --no-games             play no simulated game
          --status SECONDS       how often it says in a line how everything does (10; 0 never)
          --no-ward              keep no simulated ward
          --no-tv                show no test pattern on a station
          --set NAME=VALUE       an app setting of the handler, as local.settings.sample.json lists them; may be repeated
          --no-market            no simulated exchanges and no connector
          --no-host              start everything but the functions, and leave those to func start
          --app DIR              the staged functions (the build output of functions/Handler)
          --help                 this text

        Ctrl-C stops everything. Exit codes: 0 stopped on request, 1 something failed, 2 a wrong option or a taken port.
        """;

    /// <summary>The options; null if help was asked for.</summary>
    /// <exception cref="UsageException">An argument is unknown, or its value is missing or wrong.</exception>
    public static LocalOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new LocalOptions { Games = true, Market = true, Ward = true, Station = true };
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            string Value() => rest.TryDequeue(out var value) ? value : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case "--help" or "-h" or "help": return null;
                case "--functions-port": options.FunctionsPort = Port(name, Value()); break;
                case "--pubsub-port": options.PubSubPort = Port(name, Value()); break;
                case "--eventhubs-port": options.EventHubsPort = Port(name, Value()); break;
                case "--azurite-port": options.AzuritePort = Port(name, Value(), ushort.MaxValue - 2); break;
                case "--data": options.Data = Value(); break;
                case "--app": options.App = Path.GetFullPath(Value()); break;
                case "--fresh": options.Fresh = true; break;
                case "--live": options.Live = true; break;
                case "--no-market": options.Market = false; break;
                case "--no-host": options.NoHost = true; break;
                case "--no-tv": options.Station = false; break;
                case "--no-games": options.Games = false; break;
                case "--status": options.Status = TimeSpan.FromSeconds(Number(name, Value(), 0, 3_600)); break;
                case "--no-ward": options.Ward = false; break;
                case "--set": Set(options, name, Value()); break;
                case "--speed": options.Speed = Speed(name, Value()); break;
                case "--seed": options.Seed = Number(name, Value(), int.MinValue, int.MaxValue); break;
                default: throw new UsageException($"'{name}' is not known here. --help lists what is.");
            }
        }
        return options;
    }

    private static void Set(LocalOptions options, string name, string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            throw new UsageException($"{name} reads NAME=VALUE, not '{value}'.");
        options.Settings[value[..equals]] = value[(equals + 1)..];
    }

    private static int Port(string name, string value, int highest = ushort.MaxValue) => Number(name, value, 0, highest);

    private static int Number(string name, string value, int lowest, int highest) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : throw new UsageException($"{name} is a number from {lowest} to {highest}, not '{value}'.");

    private static double Speed(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 3600
            ? speed
            : throw new UsageException($"{name} is a number above 0 and up to 3600, not '{value}'.");
}
