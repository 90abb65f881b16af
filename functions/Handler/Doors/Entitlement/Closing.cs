using LiveView.Cloud.PubSub;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>
/// Shows a subject out: the addresses it was given open nothing any more, and its connections end. It comes back through negotiate, where it
/// gets what it may still have.
/// </summary>
internal sealed class Closing(Grants grants, WebPubSubServiceClient pubsub, TimeProvider time)
{
    public async Task RunAsync(string subject, CancellationToken token)
    {
        await grants.CloseAsync(subject, time.GetUtcNow(), token); // first: who connects now is refused or closed
        await pubsub.CloseUserConnectionsAsync(subject, reason: "auth_required", cancellationToken: token);
    }
}
