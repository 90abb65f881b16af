using System.Globalization;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>The emulator alone: <c>dotnet run --project infra/Local -- pubsub --port 8080</c>.</summary>
internal static class PubSubCommand
{
    private const string Usage = """
        Web PubSub emulator

          --port N                 0 takes any free port (8080)
          --key TEXT               access key, at least 32 bytes
          --settings FILE          event handlers, in the shape of the service's hub settings
          --anonymous              lets clients in without a token
          --queue-messages N       messages that may wait for a slow client (64) ...
          --queue-bytes N          ... or bytes, whichever is more (262144)
          --max-connections N      more are refused with 429
          --max-per-address N      connections from one address
          --max-groups N           groups of a hub
          --max-requests N         REST calls a second before 429
          --lanes N                broadcaster threads (one for every two cores)
          --faults JSON            {"seed":1,"lose":0.01,"duplicate":0,"delay":0,"delayMilliseconds":500,"reorder":0,
                                   "cut":0,"refuse":0,"throttle":0,"stall":0}
          --verbose                logs every refusal and every end
        """;

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0 after a clean stop, 2 for arguments that make no sense, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken token)
    {
        var options = new PubSubOptions();
        var verbose = false;
        try
        {
            verbose = Read(args, options);
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n\n{Usage}");
            return 2;
        }

        using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)
            // A failed start is said once, in a sentence, below.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information));
        options.Logs = logs;
        return await RunAsync(options, token);
    }

    private static async Task<int> RunAsync(PubSubOptions options, CancellationToken token)
    {
        try
        {
            await using var server = await PubSubServer.StartAsync(options, token);
            Console.WriteLine($"Web PubSub emulator at {server.Endpoint}\n{server.ConnectionString}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} cannot be used ({e.Message}). Move it with --port.");
            return 1;
        }

        return 0;
    }

    private static bool Read(string[] args, PubSubOptions options)
    {
        var verbose = false;
        var queue = new Queue<string>(args);
        while (queue.TryDequeue(out var name))
        {
            switch (name)
            {
                case "--port": options.Port = Number(queue); break;
                case "--key": options.AccessKey = Text(queue); break;
                case "--settings": options.SettingsFile = Text(queue); break;
                case "--anonymous": options.AllowAnonymous = true; break;
                case "--queue-messages": options.QueueMessages = Number(queue); break;
                case "--queue-bytes": options.QueueBytes = Number(queue); break;
                case "--max-connections": options.MaxConnections = Number(queue); break;
                case "--max-per-address": options.MaxConnectionsPerAddress = Number(queue); break;
                case "--max-groups": options.MaxGroups = Number(queue); break;
                case "--max-requests": options.MaxRequestsPerSecond = Number(queue); break;
                case "--lanes": options.Lanes = Number(queue); break;
                case "--faults": options.Faults = JsonSerializer.Deserialize<FaultSettings>(Text(queue), JsonSerializerOptions.Web) ?? new FaultSettings(); break;
                case "--verbose": verbose = true; break;
                default: throw new FormatException($"'{name}' is unknown.");
            }
        }

        return verbose;
    }

    private static string Text(Queue<string> rest) => rest.TryDequeue(out var text) ? text : throw new FormatException("A value is missing.");

    private static int Number(Queue<string> rest) => int.Parse(Text(rest), NumberStyles.None, CultureInfo.InvariantCulture);
}
