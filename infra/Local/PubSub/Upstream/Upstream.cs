using System.Net;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>The application behind the service: which handler gets which event, and what its answer means.</summary>
internal sealed class Upstream : IDisposable
{
    /// <summary>Events that nobody waits for, under way at once: a drain of thousands must not become thousands of requests.</summary>
    public const int AtOnce = 64;

    private readonly SettingsFile settings;
    private readonly UpstreamClient client;
    private readonly CancellationToken stopping;

    public Upstream(PubSubOptions options, CancellationToken stopping)
    {
        settings = options.Settings ?? (options.SettingsFile is { } path ? SettingsFile.Read(path) : new SettingsFile());
        client = new UpstreamClient(options);
        this.stopping = stopping;
    }

    public Tally Calls => client.Calls;

    public Outstanding Outstanding { get; } = new(AtOnce);

    public HubSettings Of(string hub) => settings.Of(hub);

    /// <summary>Lets the application decide about a client; the service's own decision stands when nobody is asked.</summary>
    /// <returns>An <see cref="Admission"/> or a <see cref="Refusal"/>.</returns>
    public async Task<object> ConnectAsync(ConnectRequest request, CancellationToken token)
    {
        var admission = request.Admission;
        if (Handler(admission.Hub, handler => handler.TakesSystem("connect")) is not { } handler) return admission;
        var cookies = new CookieContainer();
        var happened = new CloudEvent(
            "azure.webpubsub.sys.connect", "connect", admission.Hub, admission.ConnectionId, 0, ConnectBody.Write(request), "application/json; charset=utf-8")
        {
            UserId = admission.UserId,
        };
        var answer = await client.CallAsync(handler, happened, cookies, token);
        if (!answer.IsSuccess) return new Refusal(answer.Status is >= 400 and < 600 ? answer.Status : 500, "Refused by the application.");
        try
        {
            return ConnectBody.Apply(admission, answer.Body) with { State = answer.State, Cookies = cookies };
        }
        catch (JsonException)
        {
            return new Refusal(500, "The application's answer cannot be read.");
        }
    }

    /// <summary>A client has come. It is told with the state that it came with, whatever its first events make of that meanwhile.</summary>
    public void Connected(Connection connection)
    {
        var state = connection.State;
        Tell(connection, "connected", "{}"u8.ToArray(), () => state);
    }

    /// <summary>A client has gone; it is told with the state that it had at last.</summary>
    public void Disconnected(Connection connection, string reason) =>
        Tell(connection, "disconnected", JsonSerializer.SerializeToUtf8Bytes(new { reason }), () => connection.State);

    /// <summary>Hands a client's event to its handler and waits for the answer.</summary>
    public async Task<EventOutcome> EventAsync(
        Connection connection, string name, Payload payload, IReadOnlyDictionary<string, string>? metadata, CancellationToken token)
    {
        if (Handler(connection.Hub.Name, handler => handler.TakesUser(name)) is not { } handler) return new EventOutcome(false);
        var happened = new CloudEvent(
            "azure.webpubsub.user." + name, name, connection.Hub.Name, connection.Id, connection.NextEventId(), payload.Bytes.ToArray(), ContentType(payload.Type))
        {
            UserId = connection.UserId,
            Subprotocol = connection.Subprotocol,
            State = connection.State,
            Metadata = metadata,
        };
        var answer = await client.CallAsync(handler, happened, connection.Cookies, token);
        if (!answer.IsSuccess) return new EventOutcome(false);
        if (answer.Body.Length > 0 && TypeOf(answer.ContentType) is null) return new EventOutcome(false);
        if (answer.State is not null) connection.State = answer.State;
        return new EventOutcome(true, answer.Body.Length == 0 ? null : new Payload(TypeOf(answer.ContentType) ?? DataType.Binary, answer.Body));
    }

    public void Dispose()
    {
        client.Dispose();
        Outstanding.Dispose();
    }

    private void Tell(Connection connection, string name, byte[] body, Func<string?> state)
    {
        if (Handler(connection.Hub.Name, handler => handler.TakesSystem(name)) is not { } handler) return;
        var happened = new CloudEvent(
            "azure.webpubsub.sys." + name, name, connection.Hub.Name, connection.Id, connection.NextEventId(), body, "application/json; charset=utf-8")
        {
            UserId = connection.UserId,
            Subprotocol = connection.Subprotocol,
        };
        // In the connection's order: nobody is gone before it came.
        connection.Events = Outstanding.RunAsync(
            connection.Events, () => client.CallAsync(handler, happened with { State = state() }, connection.Cookies, stopping));
    }

    private EventHandlerSettings? Handler(string hub, Func<EventHandlerSettings, bool> takes) => settings.Of(hub).EventHandlers.FirstOrDefault(takes);

    private static string ContentType(DataType type) => type switch
    {
        DataType.Text => "text/plain",
        DataType.Json => "application/json",
        DataType.Binary => "application/octet-stream",
        DataType.Protobuf => "application/x-protobuf",
    };

    private static DataType? TypeOf(string? contentType) => contentType switch
    {
        "text/plain" => DataType.Text,
        "application/json" => DataType.Json,
        null or "application/octet-stream" => DataType.Binary,
        _ => null,
    };
}
