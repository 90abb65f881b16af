namespace LiveView.Handler.Telemetry;

/// <summary>How the process is seen: one JSON object a line on stdout, for the host takes stderr for errors.</summary>
internal static class TelemetryServices
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddJsonConsole(static console => console.UseUtcTimestamp = true);
        builder.Logging.SetMinimumLevel(builder.Configuration.GetValue("LOG_LEVEL", LogLevel.Information));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("Polly", LogLevel.Error);
        Patients.Discretion.DiscreetLogs.Guard(builder.Services);
        builder.Services.AddSingleton<Readings>().AddHostedService<Readout>();
        return builder;
    }
}
