using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>What the command line asks for. The defaults take less than eight minutes on two cores.</summary>
internal sealed record FanOutOptions
{
    public const string Usage = """
        fanout [--clients 1000,10000] [--sizes 200,2048] [--seconds 2] [--rounds 1] [--peers ours,ours-socket,c,nats,nchan,signalr,ws,socketio]
               [--managed-load]   uses the load client in C# though a C compiler is there
        fanout --slow [--clients 10000] [--seconds 2]   1 % of the clients stop reading; ours only
        """;

    public IReadOnlyList<int> Clients { get; init; } = [1000, 10_000];

    /// <summary>Payload bytes; at least 17, which the time takes.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [200, 2048];

    /// <summary>Length of one measurement; a quarter of it goes before as warm-up.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>How often everything is measured; with more than one the table shows medians.</summary>
    public int Rounds { get; init; } = 1;

    public IReadOnlyList<string> Peers { get; init; } = [.. PeerCatalog.Names.Where(static name => name != "ours-json")];

    public bool ManagedLoad { get; init; }

    public bool Slow { get; init; }

    /// <summary>Publishes a second of the fixed rate.</summary>
    public int Rate { get; init; } = 100;

    /// <summary>Messages that may be under way to a client: what "saturated" fills, and above which the fixed rate is held back.</summary>
    public int Window { get; init; } = 64;

    /// <exception cref="FormatException">The arguments make no sense; the message says which.</exception>
    public static FanOutOptions Parse(IEnumerable<string> arguments)
    {
        var options = new FanOutOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            options = name switch
            {
                "--clients" => options with { Clients = Numbers(rest, 1, 60_000) },
                "--sizes" => options with { Sizes = Numbers(rest, 17, 60_000) },
                "--seconds" => options with { Seconds = double.Parse(Text(rest), CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = Numbers(rest, 1, 100)[0] },
                "--rate" => options with { Rate = Numbers(rest, 1, 1000)[0] },
                "--peers" => options with { Peers = Known(Text(rest).Split(',')) },
                "--managed-load" => options with { ManagedLoad = true },
                "--slow" => options with { Slow = true, Clients = [10_000] },
                _ => throw new FormatException($"'{name}' is unknown."),
            };
        }

        return options;
    }

    private static string Text(Queue<string> rest) => rest.TryDequeue(out var text) ? text : throw new FormatException("A value is missing.");

    private static int[] Numbers(Queue<string> rest, int least, int most)
    {
        int[] numbers = [.. Text(rest).Split(',').Select(static text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))];
        return Array.TrueForAll(numbers, number => number >= least && number <= most)
            ? numbers
            : throw new FormatException($"A number lies between {least} and {most}.");
    }

    private static string[] Known(string[] names) =>
        Array.Find(names, static name => !PeerCatalog.Names.Contains(name)) is { } unknown
            ? throw new FormatException($"No peer is called '{unknown}': {string.Join(", ", PeerCatalog.Names)}.")
            : names;
}
