using System.Globalization;
using LiveView.Benchmarks.ColdStart;
using LiveView.Benchmarks.FanOut;
using LiveView.Benchmarks.Fold;
using LiveView.Benchmarks.Quotes;
using LiveView.Benchmarks.Soak;
using LiveView.Benchmarks.Telemetry;

// dotnet run -c Release --project tests/Benchmarks -- <name>
return args switch
{
    ["fold"] => FoldBenchmark.Run(Console.Out),
    ["fanout", .. var rest] => await FanOutBenchmark.RunAsync(rest, Console.Out),
    ["coldstart", .. var rest] => await ColdStartBenchmark.RunAsync(rest is [var runs] ? Number(runs) : 9, Console.Out),
    ["telemetry", .. var rest] => await TelemetryBenchmark.RunAsync(rest is [var rounds] ? Number(rounds) : 15, Console.Out),
    ["rest"] => await RestBenchmark.RunAsync(Console.Out),
    ["quotes"] => QuoteBenchmark.Run(Console.Out),
    ["quotes", var seconds, var moves] => await LiveQuotes.RunAsync(Number(seconds), Number(moves), Console.Out),
    ["soak", var minutes] => await SoakBenchmark.RunAsync(Number(minutes), Console.Out),
    ["churn", var minutes] => await Churn.RunAsync(Number(minutes), Console.Out),
    // The benchmark starts itself as these.
    ["fanout-load", .. var rest] => await ManagedLoad.RunAsync(rest, Console.In, Console.Out),
    ["fanout-signalr", var port, var control] => await SignalRPeer.RunAsync(Number(port), Number(control)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine($"Name a benchmark: fold, quotes, quotes SECONDS MOVES-PER-SECOND, coldstart [RUNS], telemetry [ROUNDS], rest, soak MINUTES, churn MINUTES, or\n{FanOutOptions.Usage}");
    return 2;
}
