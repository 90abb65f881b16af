namespace LiveView.Local.Host;

/// <summary>The storage of the host itself, from the <c>AzureWebJobsStorage</c> connection string.</summary>
internal sealed record StorageAccount(string Name, byte[] Key, Uri Blobs)
{
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Reads a connection string with explicit endpoints, or the emulator's short form.</summary>
    /// <exception cref="HostConfigurationException">It holds no account key and blob endpoint.</exception>
    public static StorageAccount Parse(string connectionString)
    {
        if (connectionString.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase))
            return new("devstoreaccount1", Convert.FromBase64String(EmulatorKey), new("http://127.0.0.1:10000/devstoreaccount1"));
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0].Trim(), part => part[1], StringComparer.OrdinalIgnoreCase);
        if (parts.TryGetValue("AccountName", out var name) && parts.TryGetValue("AccountKey", out var key)
            && parts.TryGetValue("BlobEndpoint", out var blobs) && Uri.TryCreate(blobs, UriKind.Absolute, out var endpoint))
            return new(name, Convert.FromBase64String(key), endpoint);
        throw new HostConfigurationException("AzureWebJobsStorage needs AccountName, AccountKey and BlobEndpoint, or UseDevelopmentStorage=true.");
    }
}
