namespace LiveView.Local.PubSub;

/// <summary>The emulator alone: <c>dotnet run --project infra/Local -- pubsub --port 8080</c>.</summary>
internal static class PubSubCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken token)
    {
        var options = new PubSubOptions();
        if (args is ["--port", var port, ..]) options.Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        await using var server = await PubSubServer.StartAsync(options, token);
        Console.WriteLine($"Web PubSub emulator at {server.Endpoint}");
        Console.WriteLine(server.ConnectionString);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }

        return 0;
    }
}
