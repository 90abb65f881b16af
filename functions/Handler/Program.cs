using System.Net;
using LiveView.Handler;
using LiveView.Handler.Connect;
using LiveView.Handler.Deliver;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;
using LiveView.Handler.Resources;
using LiveView.Handler.State;
using LiveView.Handler.Telemetry;

// The host hands its own environment down: its content root and its addresses are not ours.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var port = builder.Configuration.GetValue("FUNCTIONS_CUSTOMHANDLER_PORT", 0);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));

builder.AddTelemetry();
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Chance>();
builder.Services.AddResources();
builder.Services.AddIngest().AddFold().AddState().AddDeliver().AddConnect();

var app = builder.Build();
app.UseExceptionHandler().UseStatusCodePages(); // an error without a body gets one: RFC 9457
app.UseDefaultFiles().UseStaticFiles(); // the board
app.MapTimer("Schedule", app.Services.GetRequiredService<Schedule>().RunAsync);
app.MapEvents("Poll", app.Services.GetRequiredService<Poll>().RunAsync);
app.MapEvents("Fold", app.Services.GetRequiredService<FoldBatch>().RunAsync);
app.MapTimer("Sweep", app.Services.GetRequiredService<Sweep>().RunAsync);
app.MapHealth();
app.MapMetrics();
app.MapConnect();
await app.RunAsync();
