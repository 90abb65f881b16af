using System.Globalization;
namespace LiveView.Local.Cost;

/// <summary><c>cost --hours 1</c>: runs the small Azure, looks at what it is asked for, and says what that costs.</summary>
internal static class CostCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ILoggerFactory logs, CancellationToken token)
    {
        var options = CostOptions.Parse(arguments);
        var prices = Prices.Read(options.PriceFile);
        // A match plays as fast as it does: what a poll finds depends on it.
        if (CommandLine.Parse(["--speed", "1", "--functions-port", "0", "--pubsub-port", "0", "--eventhubs-port", "0", "--azurite-port", "0", "--data", DataFolder(), .. options.Rest]) is not { } run)
        {
            Console.WriteLine(CommandLine.Help);
            return 0;
        }

        run.Fresh = true; // so that every document is heard from its beginning
        run.Meter = new(TimeProvider.System);
        await using (var azure = await SmallAzure.StartAsync(run, logs, token))
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Measuring for {options.Minutes:0.#} min, after a minute in which all that is new has been said."));
            await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, token);
            run.Meter.Begin(); // what a start costs is not what an hour costs
            using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
            over.CancelAfter(TimeSpan.FromMinutes(options.Minutes));
            try
            {
                await azure.WatchAsync(over.Token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                CostReport.Write(Console.Out, prices, run.Meter, options.Hours, options.Viewers);
                CostReport.WriteCapacity(Console.Out, prices, run.Meter, options.Hours);
            }
        }

        return 0;
    }

    private static string DataFolder() => Path.Combine(".local", "cost");
}
