using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LiveView.Local.Azurite;

/// <summary>What Azurite says: where its services listen, and its last words when it dies.</summary>
internal sealed partial class AzuriteOutput
{
    private const int Services = 3;
    private const int LastWords = 20;

    private readonly ConcurrentDictionary<string, Uri> _endpoints = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all three services have said where they listen.</summary>
#pragma warning disable VSTHRD003 // no main thread here that the reading loop could wait for
    public Task ListeningAsync() => _listening.Task;
#pragma warning restore VSTHRD003

    /// <summary>The account's address at one service. The emulator has the account as the first segment of the path.</summary>
    public Uri Endpoint(string service, string account) => new($"{_endpoints[service].AbsoluteUri}{account}");

    /// <summary>Reads a stream to its end and keeps its last lines.</summary>
    public async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            while (_lines.Count > LastWords)
                _lines.TryDequeue(out _);
            if (ListeningAt.Match(line) is { Success: true } said && _endpoints.TryAdd(said.Groups["service"].Value, new(said.Groups["address"].Value)) && _endpoints.Count == Services)
                _listening.TrySetResult();
        }
    }

    public override string ToString() => $"It said last: {string.Join(" | ", _lines)}.";

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://[^ ]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningAt { get; }
}
