using LiveView.Cloud.Credentials;

namespace LiveView.Cloud.EventHubs;

/// <summary>
/// <c>Endpoint=sb://{namespace};SharedAccessKeyName=…;SharedAccessKey=…[;EntityPath={hub}][;UseDevelopmentEmulator=true]</c>. Events are sent
/// over HTTPS to the host of the endpoint; to an emulator over HTTP, where its Endpoint says, or at port 5300 when that is an AMQP address.
/// </summary>
internal sealed record EventHubsConnection(Uri Address, string Hub, string KeyName, string Key)
{
    private const int EmulatorPort = 5300;

    public static EventHubsConnection Parse(string text, string? hub, Uri? sendAddress)
    {
        var values = new ConnectionString(text);
        var entity = values.TryGet("EntityPath", out var path) ? path : null;
        if (hub is not null && entity is not null && !hub.Equals(entity, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"The connection string is for the hub {entity}, not {hub}.");
        return new(
            sendAddress ?? Derive(values.Address("Endpoint"), values.IsTrue("UseDevelopmentEmulator")),
            hub ?? entity ?? throw new FormatException("The connection string has no EntityPath, and no hub is named."),
            values["SharedAccessKeyName"], values["SharedAccessKey"]);
    }

    private static Uri Derive(Uri endpoint, bool emulator) => (endpoint.Scheme, emulator) switch
    {
#pragma warning disable S5332 // only to an emulator, which has nothing else
        ("sb", true) => new($"http://{endpoint.Host}:{EmulatorPort}"),
#pragma warning restore S5332
        ("sb", false) => new($"https://{endpoint.Host}"),
        ("https", _) or ("http", true) => endpoint,
        _ => throw new FormatException("Endpoint must be sb:// or https://; http:// only with UseDevelopmentEmulator=true."),
    };
}
