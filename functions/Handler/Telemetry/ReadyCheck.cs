using System.Collections.Concurrent;
using LiveView.Cloud.PubSub;
using LiveView.Handler.Ingest;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Looks at what the handler needs: store, hub and Web PubSub, side by side, each with a deadline of its own, and remembers when each was
/// last seen well.
/// </summary>
internal sealed class ReadyCheck(TargetStore targets, WebPubSubServiceClient pubsub, IOptions<EventHubsOptions> hubs, HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    // Bounded by the parts that are asked.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public async Task<Readiness> LookAsync(CancellationToken token)
    {
        Part[] parts = await Task.WhenAll(
            LookAsync("store", async stop => await targets.ReadAsync(stop), token),
            LookAsync("hub", HubAsync, token),
            LookAsync("pubsub", async stop => await pubsub.GroupExistsAsync("ready", stop), token));
        return new(Array.TrueForAll(parts, static part => part.Healthy) ? "ready" : "unready", parts);
    }

    public void Dispose() => http.Dispose();

    // Any answer will do: what it says to somebody without a signature is no news, but there is somebody who says it.
    private async Task HubAsync(CancellationToken token)
    {
        using var answer = await http.GetAsync(hubs.Value.SendEndpoint ?? new Uri($"https://{hubs.Value.Namespace}"), HttpCompletionOption.ResponseHeadersRead, token);
    }

#pragma warning disable CA1031 // whatever a dependency throws is what this page is there to tell
    private async Task<Part> LookAsync(string name, Func<CancellationToken, Task> look, CancellationToken token)
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        var healthy = true;
        try
        {
            await look(linked.Token);
            _seen[name] = time.GetUtcNow();
        }
        catch (Exception)
        {
            healthy = false;
        }

        return new(name, healthy, time.GetElapsedTime(started).TotalMilliseconds, _seen.TryGetValue(name, out var seen) ? seen : null);
    }
#pragma warning restore CA1031
}
