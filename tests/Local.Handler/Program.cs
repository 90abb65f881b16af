using System.Globalization;
using System.Net;
using LiveView.Local.Handler;

// A custom handler that does as it is told, for tests of the host stand-in.
static string? Setting(string name) => Environment.GetEnvironmentVariable(name);

Console.WriteLine($"a line on stdout from {Environment.ProcessId}");
await Console.Error.WriteLineAsync("a warning on stderr");
await Console.Error.WriteLineAsync("a fault on stderr");

if (int.TryParse(Setting("TEST_EXIT_AT_START"), CultureInfo.InvariantCulture, out var code))
    return code;
if (Setting("TEST_NEVER_LISTEN") is not null)
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
if (int.TryParse(Setting("TEST_LISTEN_AFTER_MS"), CultureInfo.InvariantCulture, out var delay))
    await Task.Delay(TimeSpan.FromMilliseconds(delay), TimeProvider.System, CancellationToken.None);

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.Listen(IPAddress.Loopback, int.Parse(Setting("FUNCTIONS_CUSTOMHANDLER_PORT") ?? "0", CultureInfo.InvariantCulture)));
var app = builder.Build();
var answers = new Answers(Setting("TEST_ANSWER"));
var record = new Record(Setting("TEST_RECORD"));

app.MapGet("/api/environment", () => Results.Json(new
{
    Variables = Environment.GetEnvironmentVariables(),
    app.Environment.ContentRootPath,
    Directory = Environment.CurrentDirectory,
    Arguments = args,
}));

// Half an answer, the rest when another call asks for it: only a proxy that streams lets a caller see the first half.
var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
app.MapPost("/api/rest", asked.SetResult);
app.MapGet("/api/halves", async context =>
{
    await context.Response.WriteAsync("first\n", context.RequestAborted);
    await context.Response.Body.FlushAsync(context.RequestAborted);
    await asked.Task.WaitAsync(context.RequestAborted);
    await context.Response.WriteAsync("second\n", context.RequestAborted);
});

// How much has arrived of a question that is still being put.
var heard = 0;
app.MapGet("/api/heard", () => heard);
app.MapPost("/api/question", async context =>
{
    var piece = new byte[4096];
    while (await context.Request.Body.ReadAsync(piece, context.RequestAborted) is > 0 and var count)
        heard += count;
});

app.MapPost("/api/answer", answers.WriteAsync);

app.Map("/api/{**path}", async (HttpContext context) =>
{
    using var reader = new StreamReader(context.Request.Body);
    var body = await reader.ReadToEndAsync(context.RequestAborted);
    if (context.Request.Query["status"].ToString() is { Length: > 0 } status)
        context.Response.StatusCode = int.Parse(status, CultureInfo.InvariantCulture);
    context.Response.Headers.Append("X-Two", "a");
    context.Response.Headers.Append("X-Two", "b");
    context.Response.Headers.Connection = "close";
    await context.Response.WriteAsJsonAsync(new
    {
        context.Request.Method,
        Path = context.Request.Path.Value,
        Query = context.Request.QueryString.Value,
        Headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
        Body = body,
        Process = Environment.ProcessId,
    });
});

app.MapPost("/{function}", async (HttpContext context) =>
{
    using var reader = new StreamReader(context.Request.Body);
    var body = await reader.ReadToEndAsync(context.RequestAborted);
    context.Items["body"] = body;
    record.Add(context.Request, body);
    await answers.WriteAsync(context);
});

await app.RunAsync();
return 0;
