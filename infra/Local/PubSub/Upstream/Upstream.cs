#pragma warning disable CA1822 // grows its state in the next step
namespace LiveView.Local.PubSub;

/// <summary>The application behind the service, reached by CloudEvents over HTTP.</summary>
internal sealed class Upstream
{
    public int? QueueMessages(string hub) => null;

    public Task<object> ConnectAsync(ConnectRequest request, CancellationToken token) => Task.FromResult<object>(request.Admission);

    public void Connected(Connection connection)
    {
    }

    public void Disconnected(Connection connection, string reason)
    {
    }

    public Task<EventOutcome> EventAsync(Connection connection, string name, Payload payload, IReadOnlyDictionary<string, string>? metadata, CancellationToken token) =>
        Task.FromResult(new EventOutcome(false));
}
