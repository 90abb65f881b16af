using System.Runtime.InteropServices;
using LiveView.Local;
using LiveView.Local.Auditing;
using LiveView.Local.Chaos;
using LiveView.Local.Cost;
using LiveView.Local.Host;
using LiveView.Local.Incidents;
using LiveView.Local.PubSub;
using LiveView.Local.Display;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    if (args is ["pubsub", .. var rest])
        return await PubSubCommand.RunAsync([.. rest.Select(name => name == "--pubsub-port" ? "--port" : name)], stop.Token);
    if (args is ["audit", .. var audited])
        return await AuditCommand.RunAsync(audited, stop.Token);
    if (args is ["chaos", .. var what])
        return await ChaosCommand.RunAsync(what, [AppContext.BaseDirectory, Environment.CurrentDirectory], stop.Token);
    using var logs = LoggerFactory.Create(log => log.AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
    }));
    if (args is ["capture", .. var slice])
        return await IncidentCommands.CaptureAsync(slice, stop.Token);
    if (args is ["replay", .. var incident])
        return await IncidentCommands.ReplayAsync(incident, logs, stop.Token);
    if (args is ["cost", .. var bill])
    {
        using var quiet = LoggerFactory.Create(static log => log.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(static console => console.SingleLine = true));
        return await CostCommand.RunAsync(bill, quiet, stop.Token);
    }
    if (CommandLine.Parse(args) is not { } options)
    {
        Console.WriteLine(CommandLine.Help);
        return 0;
    }
    await using var azure = await SmallAzure.StartAsync(options, logs, stop.Token);
    Console.WriteLine(Banner.Ready(options, azure));
    using var status = new StatusBoard(azure, Console.Out, TimeProvider.System);
    var watch = azure.WatchAsync(stop.Token);
    if (options.Status > TimeSpan.Zero)
        await await Task.WhenAny(watch, status.RunAsync(options.Status, stop.Token));
    await watch;
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (UsageException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
catch (Exception fault) when (fault is HostConfigurationException or HandlerFailedException or InvalidOperationException or TimeoutException or IOException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

// The first request stops in order; a second one is left to the system, which does not wait.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
