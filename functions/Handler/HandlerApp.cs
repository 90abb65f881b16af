using System.Net;
using LiveView.Handler.Connect;
using LiveView.Handler.Deliver;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Push;
using LiveView.Handler.Invocation;
using LiveView.Handler.Patients;
using LiveView.Handler.Patients.Retention;
using LiveView.Handler.Record;
using LiveView.Handler.Resources;
using LiveView.Handler.State;
using LiveView.Handler.Telemetry;
using LiveView.Handler.Tv;

namespace LiveView.Handler;

/// <summary>The deployed executable, put together: what the stations need, and the routes by which the host reaches them.</summary>
internal static class HandlerApp
{
    /// <summary>Builds it; it does not listen yet.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings are not fit for production.</exception>
    public static WebApplication Build(string[] args)
    {
        // The host hands its own environment down: its content root and its addresses are not ours.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var port = builder.Configuration.GetValue("FUNCTIONS_CUSTOMHANDLER_PORT", 0);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));

        builder.AddTelemetry();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Chance>();
        builder.Services.AddResources();
        builder.Services.AddIngest().AddFold().AddState().AddDeliver().AddConnect().AddDoors();
        builder.Services.AddPush().AddRecord();
        builder.Services.AddPatients();
        builder.Services.AddTv();
        Production.Demand(builder.Configuration);

        var app = builder.Build();
        app.UseFailures();
        app.UseDoors();
        app.UseDefaultFiles().UseStaticFiles(); // the board
        app.MapHealth();
        app.MapMetrics(); // before the stations: it hears what they count from the first
        app.MapTimer("Schedule", app.Services.GetRequiredService<Schedule>().RunAsync);
        app.MapEvents("Poll", app.Services.GetRequiredService<Poll>().RunAsync);
        app.MapEvents("Fold", app.Services.GetRequiredService<FoldBatch>().RunAsync);
        app.MapTimer("Sweep", app.Services.GetRequiredService<Sweep>().RunAsync);
        app.MapEvents("Record", app.Services.GetRequiredService<RecordBatch>().RunAsync);
        app.MapTimer("RecordTail", app.Services.GetRequiredService<RecordTail>().RunAsync);
        app.MapTimer("Leases", app.Services.GetRequiredService<Leases>().RunAsync);
        app.MapTimer("Ward", app.Services.GetRequiredService<WardRound>().RunAsync);
        app.MapTimer("Retain", app.Services.GetRequiredService<Retainer>().RunAsync);
        app.MapTimer("StationTick", app.Services.GetRequiredService<StationTicks>().RunAsync);
        app.MapTimer("StationTidy", app.Services.GetRequiredService<StationTidy>().RunAsync);
        app.MapConnect();
        app.MapDoors();
        app.MapPush();
        app.MapRecordings();
        app.MapPatients();
        app.MapTv();
        return app;
    }
}
