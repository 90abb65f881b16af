using LiveView.Cloud.PubSub;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Doors.Limits;

/// <summary>Every 5 minutes: leases whose connections live are renewed, those whose are gone end. So no crash can keep a place for ever.</summary>
internal sealed class Leases(Admission admission, WebPubSubServiceClient pubsub)
{
    public Task RunAsync(TimerTick tick, CancellationToken token) =>
        admission.SweepAsync(async (lease, stop) => (await pubsub.GroupExistsAsync(lease.Group, stop)).Value, token);
}
