namespace LiveView.Local.Host;

/// <summary>The parts of host.json that change what a handler meets, with the real host's defaults. Bound by name, whatever the case.</summary>
internal sealed class HostJson
{
    public string? Version { get; set; }

    /// <summary>Null or negative: no limit. 30 minutes is the default of Flex, Premium and Dedicated plans.</summary>
    public TimeSpan? FunctionTimeout { get; set; } = TimeSpan.FromMinutes(30);

    public ExtensionsSection Extensions { get; set; } = new();

    public CustomHandlerSection? CustomHandler { get; set; }

    /// <summary>Reads the file, then the app settings that override it.</summary>
    /// <exception cref="HostConfigurationException">The file is missing, cannot be read, or asks for what this host cannot do.</exception>
    public static HostJson Read(string appRoot, AppSettings settings)
    {
        var path = Path.Combine(appRoot, "host.json");
        if (!File.Exists(path))
            throw new HostConfigurationException($"There is no host.json in {appRoot}: is it the handler's build output?");
        try
        {
            var host = new ConfigurationBuilder().AddJsonFile(path).AddInMemoryCollection(settings.HostOverrides()).Build().Get<HostJson>() ?? new();
            host.Validate();
            return host;
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new HostConfigurationException($"host.json cannot be read: {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    private void Validate()
    {
        if (Version != "2.0")
            throw new HostConfigurationException("host.json must say \"version\": \"2.0\".");
        if (CustomHandler?.Description is not { } description)
            throw new HostConfigurationException("host.json: Missing worker Description (customHandler.description).");
        if (string.IsNullOrWhiteSpace(description.DefaultExecutablePath))
            throw new HostConfigurationException("host.json: WorkerDescription DefaultExecutablePath cannot be empty.");
        if (Extensions.EventHubs.MinEventBatchSize > 1)
            throw new HostConfigurationException("host.json: minEventBatchSize above 1 is not repeated by the local host, which hands out events at once.");
        if (Extensions.EventHubs.MaxEventBatchSize < 1 || Extensions.EventHubs.BatchCheckpointFrequency < 1)
            throw new HostConfigurationException("host.json: maxEventBatchSize and batchCheckpointFrequency must be at least 1.");
        if (Extensions.EventHubs.InitialOffsetOptions.Type is not (InitialOffset.FromStart or InitialOffset.FromEnd))
            throw new HostConfigurationException("host.json: initialOffsetOptions of the local host are fromStart and fromEnd.");
        if (FunctionTimeout < TimeSpan.Zero)
            FunctionTimeout = null;
    }

    internal sealed class ExtensionsSection
    {
        public HttpSection Http { get; set; } = new();

        public EventHubsSection EventHubs { get; set; } = new();
    }

    internal sealed class HttpSection
    {
        public string RoutePrefix { get; set; } = "api";
    }

    internal sealed class EventHubsSection
    {
        public int MaxEventBatchSize { get; set; } = 100;

        public int MinEventBatchSize { get; set; } = 1;

        /// <summary>A checkpoint is written after this many batches of a partition.</summary>
        public int BatchCheckpointFrequency { get; set; } = 1;

        public InitialOffsetSection InitialOffsetOptions { get; set; } = new();
    }

    internal sealed class InitialOffsetSection
    {
        public InitialOffset Type { get; set; }
    }

    internal enum InitialOffset
    {
        FromStart,
        FromEnd,
        FromEnqueuedTime,
    }

    internal sealed class CustomHandlerSection
    {
        public DescriptionSection? Description { get; set; }

        public bool EnableForwardingHttpRequest { get; set; }

        public bool EnableProxyingHttpRequest { get; set; }

        /// <summary>0: any free one.</summary>
        public int Port { get; set; }

        public TimeSpan InitializationTimeout { get; set; } = TimeSpan.FromSeconds(30);
    }

    internal sealed class DescriptionSection
    {
        public string DefaultExecutablePath { get; set; } = "";

        public string WorkingDirectory { get; set; } = "";

        public IReadOnlyList<string> Arguments { get; set; } = [];

        public string DefaultWorkerPath { get; set; } = "";

        public IReadOnlyList<string> WorkerArguments { get; set; } = [];

        public string WorkerDirectory { get; set; } = "";
    }
}
