using Microsoft.Extensions.Logging.Console;

namespace LiveView.Handler.Telemetry;

/// <summary>How the process is seen: one JSON object a line on stdout, for the host takes stderr for errors.</summary>
internal static class TelemetryServices
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddConsole(static console => console.FormatterName = LineFormatter.FormatterName);
        builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>(); // it has no options, which trimming might cut
        var level = builder.Configuration.GetValue("LOG_LEVEL", LogLevel.Information);
        builder.Logging.SetMinimumLevel(level);
        // Libraries say less than we do, but never more than was asked for: a filter beats the level.
        foreach (var (library, least) in new[] { ("Microsoft", LogLevel.Warning), ("Azure", LogLevel.Warning), ("Polly", LogLevel.Error) })
            builder.Logging.AddFilter(library, level > least ? level : least);
        Patients.Discretion.DiscreetLogs.Guard(builder.Services);
        builder.Services.AddSingleton<Readings>().AddSingleton<ProcessMetrics>();
        if (MetricsEndpoint.IsOn(builder.Configuration))
            builder.Services.AddHostedService<Readout>();
        builder.Services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<ReadyCheck>(
            provider, new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan })); // it has a deadline of its own
        builder.Services.AddSingleton<Watchdog>().AddHostedService(static provider => provider.GetRequiredService<Watchdog>());
        if (Export.Begin(builder.Configuration) is { } export)
            builder.Services.AddSingleton(_ => export); // made by a factory, so that the container ends it
        return builder;
    }
}
