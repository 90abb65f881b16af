using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace LiveView.Viewer.Tests;

/// <summary>A viewer on <c>web/viewer</c>, as it is published, in a process of Node.</summary>
internal sealed class WatchedByLibrary : Watched
{
    private static readonly string Root = typeof(WatchedByLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepoRoot").Value!;

    private readonly Process _node;
    private readonly Task _reading;
    private volatile string _health = "recovering";
    private TaskCompletionSource<JsonElement> _said = new();

    public WatchedByLibrary(World world, string tier, Patience patience)
    {
        var library = new Uri(Path.Combine(Root, "web", "viewer", "dist", "viewer.js"));
        var given = JsonSerializer.Serialize(new
        {
            server = world.Server,
            tier,
            dice = patience.Dice,
            patience = new { pollAfter = patience.PollAfter, pollEvery = patience.PollEvery, auditEvery = patience.AuditEvery, staleAfter = patience.StaleAfter },
        });
        var start = new ProcessStartInfo("node", ["--expose-gc", Path.Combine(AppContext.BaseDirectory, "watch.mjs"), library.AbsoluteUri, given])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _node = Process.Start(start) ?? throw new InvalidOperationException("node cannot be started.");
        _reading = Task.WhenAll(ReadAsync(), ReadErrorsAsync());
    }

    public override string Health => _health;

    public override async Task<(int Handlers, long Heap)> CountAsync()
    {
        var said = await AskAsync("count");
        return (said.GetProperty("count").GetInt32(), said.GetProperty("heap").GetInt64());
    }

    public override async Task<(TimeSpan? Age, TimeSpan Checked)> AgeAsync()
    {
        var said = await AskAsync("age");
        return (
            said.TryGetProperty("age", out var age) ? TimeSpan.FromMilliseconds(age.GetDouble()) : null,
            TimeSpan.FromMilliseconds(said.GetProperty("checked").GetDouble()));
    }

    public override Task EndAsync() => _node.StandardInput.WriteLineAsync("dispose");

    public override async ValueTask DisposeAsync()
    {
        _node.Kill(entireProcessTree: true);
#pragma warning disable VSTHRD003 // our own loops, begun by the constructor
        await _reading;
#pragma warning restore VSTHRD003
        _node.Dispose();
    }

    private async Task<JsonElement> AskAsync(string order)
    {
        _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _node.StandardInput.WriteLineAsync(order);
        return await _said.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private async Task ReadErrorsAsync()
    {
        while (await _node.StandardError.ReadLineAsync() is { } line)
            NoteError(line);
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonDocument.Parse(line).RootElement;
            if (said.TryGetProperty("health", out var health))
                _health = health.GetString()!;
            else if (said.TryGetProperty("error", out var error))
                NoteError(error.GetString()!);
            else if (!said.TryGetProperty("offset", out var offset))
                _said.TrySetResult(said);
            else
            {
                Note(new(
                    offset.GetInt64(),
                    said.TryGetProperty("document", out var document) ? document.GetString() : null,
                    [.. said.GetProperty("entries").EnumerateArray().Select(static entry => entry.GetString()!)],
                    said.GetProperty("reset").GetBoolean(),
                    said.TryGetProperty("missing", out _)));
            }
        }
    }
}
