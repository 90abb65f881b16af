using System.Globalization;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Incidents;

/// <summary><c>capture</c> cuts a slice out of what an earlier run has kept; <c>replay</c> folds one again in a fresh small Azure.</summary>
internal static class IncidentCommands
{
    public static async Task<int> CaptureAsync(string[] arguments, CancellationToken token)
    {
        if (arguments is not [var file, .. var rest] || rest.Length > 3)
            throw new UsageException("capture FILE [DATA [FROM [TO]]]: DATA is the folder of the run (.local), times read 2026-11-21T20:00:00Z.");
        var data = Path.Combine(rest.Length > 0 ? rest[0] : ".local", "eventhubs");
        if (!Directory.Exists(data))
            throw new UsageException($"{data} holds no hubs.");
        await using var hubs = await EventHubsServer.StartAsync(new() { Port = 0, DataDirectory = data }, token);
        await using var output = new StreamWriter(file);
        var count = Slice.Capture(hubs, output, rest.Length > 1 ? Time(rest[1]) : DateTimeOffset.MinValue, rest.Length > 2 ? Time(rest[2]) : DateTimeOffset.MaxValue);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {count} events"));
        return 0;
    }

    public static async Task<int> ReplayAsync(string[] arguments, ILoggerFactory logs, CancellationToken token)
    {
        if (arguments is not [var file, .. var rest])
            throw new UsageException("replay FILE [options of a run]");
        if (CommandLine.Parse(["--data", Path.Combine(".local", "replay"), .. rest]) is not { } options)
            throw new UsageException(CommandLine.Help);
        await using var azure = await StartAsync(options, file, logs, token);
        Console.WriteLine(Banner.Ready(options, azure));
        await azure.WatchAsync(token);
        return 0;
    }

    /// <summary>A small Azure that asks no provider and folds what the slice holds.</summary>
    public static async Task<SmallAzure> StartAsync(LocalOptions options, string slice, ILoggerFactory logs, CancellationToken token)
    {
        options.Fresh = true;
        options.Settings["ScheduleCron"] = "0 0 0 31 2 *"; // a day that never comes
        foreach (var provider in new[] { "Espn", "Nba", "Nhl", "Mlb", "OpenLiga", "OpenFootball" })
            options.Settings[$"Providers__{provider}__Targets"] = ""; // who looks wakes a poll, where there is something to ask
        var azure = await SmallAzure.StartAsync(options, logs, token);
        using var input = new StreamReader(slice);
        Slice.Replay(input, azure.EventHubs ?? throw new InvalidOperationException("A small Azure has hubs."));
        return azure;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UsageException($"'{text}' is no time; one reads 2026-11-21T20:00:00Z.");
}
