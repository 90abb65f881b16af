using System.Net;
using LiveView.Connector;
using LiveView.Connector.Bursts;

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders().AddJsonConsole(static console => console.UseUtcTimestamp = true);
builder.Logging.SetMinimumLevel(builder.Configuration.GetValue("LOG_LEVEL", LogLevel.Information));
builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
var loopback = builder.Environment.IsDevelopment();
builder.WebHost.ConfigureKestrel((context, kestrel) =>
    kestrel.Listen(loopback ? IPAddress.Loopback : IPAddress.Any, context.Configuration.GetValue($"{ConnectorOptions.Section}:{nameof(ConnectorOptions.Port)}", 8090)));
builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMinutes(5)); // ours is shorter
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddConnector();

var app = builder.Build();
app.MapGet("/api/health", static (IReadOnlyList<Session> sessions, Outbox outbox) => Results.Text(Health.Of(sessions, outbox), "application/json"));
app.MapGet("/api/metrics", static (ConnectorMetrics metrics) => Results.Text(metrics.Text(), "text/plain; version=0.0.4"));
var connector = app.Services.GetServices<IHostedService>().OfType<ConnectorService>().Single();
await app.RunAsync();
return connector.ExecuteTask is { IsFaulted: true } ? 1 : 0; // who keeps it alive sees that it broke
