using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>One Node process that runs checks on demand and may ask its test for what only the emulator's owner can do.</summary>
public sealed class NodeDriver : IAsyncDisposable
{
    private readonly Process node;
    private readonly ConcurrentDictionary<int, Check> running = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly Task reading;
    private int last;

    public NodeDriver(Npm npm)
    {
        var start = new ProcessStartInfo("node", ["driver.mjs"])
        {
            WorkingDirectory = npm.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        node = Process.Start(start) ?? throw new InvalidOperationException("node cannot be started.");
        reading = ReadAsync();
    }

    /// <summary>Runs one check to its end.</summary>
    /// <param name="name">Its name in checks.mjs.</param>
    /// <param name="connectionString">The emulator's.</param>
    /// <param name="client">The version of the client.</param>
    /// <param name="answer">Answers what the check asks.</param>
    /// <param name="token">Gives up.</param>
    public async Task RunAsync(string name, string connectionString, string client, Func<string, Task<string>> answer, CancellationToken token)
    {
        var id = Interlocked.Increment(ref last);
        var check = new Check(new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously), answer);
        running[id] = check;
        await WriteAsync(new { id, check = name, with = new { connectionString, client } });
        var error = await check.Ended.Task.WaitAsync(token);
        if (error is not null) Assert.Fail($"{name} with client {client}: {error}");
    }

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
#pragma warning disable VSTHRD003 // its own loop, started by the constructor
        await reading;
#pragma warning restore VSTHRD003
        node.Dispose();
        writing.Dispose();
    }

    private async Task ReadAsync()
    {
        var asked = new List<Task>();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith('{')) continue;
            using var message = JsonDocument.Parse(line);
            var root = message.RootElement;
            if (root.TryGetProperty("ask", out var question))
                asked.Add(AnswerAsync(question.GetInt32(), root.GetProperty("of").GetInt32(), root.GetProperty("what").GetString() ?? ""));
            else if (running.TryRemove(root.GetProperty("id").GetInt32(), out var check))
                check.Ended.TrySetResult(root.GetProperty("ok").GetBoolean() ? null : root.GetProperty("error").GetString());
        }

        foreach (var check in running.Values) check.Ended.TrySetResult("node ended");
        await Task.WhenAll(asked);
    }

    private async Task AnswerAsync(int question, int of, string what)
    {
        var value = running.TryGetValue(of, out var check) ? await check.Answer(what) : "";
        await WriteAsync(new { answer = question, value });
    }

    private async Task WriteAsync(object message)
    {
        await writing.WaitAsync();
        try
        {
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message));
            await node.StandardInput.FlushAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    private sealed record Check(TaskCompletionSource<string?> Ended, Func<string, Task<string>> Answer);
}
