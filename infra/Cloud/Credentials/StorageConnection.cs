namespace LiveView.Cloud.Credentials;

/// <summary>Where a storage service is and who asks.</summary>
/// <param name="Endpoint">Address of the account at that service; the emulator's has the account as the first segment of its path.</param>
/// <param name="Credential">The account and its key.</param>
internal sealed record StorageConnection(Uri Endpoint, StorageSharedKeyCredential Credential)
{
    private const string EmulatorAccount = "devstoreaccount1";

    // A public constant, the same in every emulator and client.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>
    /// Reads <c>UseDevelopmentStorage=true</c>, or an account with its key and either its own endpoints (<c>TableEndpoint=…</c>, also for a
    /// moved emulator) or those that follow from <c>DefaultEndpointsProtocol</c> and <c>EndpointSuffix</c>.
    /// </summary>
    /// <param name="text">The connection string.</param>
    /// <param name="service">Table or Blob, as in the names of the endpoints.</param>
    /// <param name="emulatorPort">The service's usual port at the emulator.</param>
    public static StorageConnection Parse(string text, string service, int emulatorPort)
    {
        var values = new ConnectionString(text);
        if (values.IsTrue("UseDevelopmentStorage"))
            return new(new Uri($"http://127.0.0.1:{emulatorPort}/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey));
        var account = values["AccountName"];
        var endpoint = values.TryGet($"{service}Endpoint", out _) ? values.Address($"{service}Endpoint") : FromSuffix(values, account, service);
        return new(endpoint, new(account, values["AccountKey"]));
    }

    private static Uri FromSuffix(ConnectionString values, string account, string service)
    {
        var scheme = values.TryGet("DefaultEndpointsProtocol", out var protocol) ? protocol : "https";
        var suffix = values.TryGet("EndpointSuffix", out var given) ? given : "core.windows.net";
#pragma warning disable CA1308 // the host names of the services are lower case
        return new Uri($"{scheme}://{account}.{service.ToLowerInvariant()}.{suffix}");
#pragma warning restore CA1308
    }
}
