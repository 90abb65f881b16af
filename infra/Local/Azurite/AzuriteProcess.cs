using System.Diagnostics;
using System.Reflection;

namespace LiveView.Local.Azurite;

/// <summary>
/// The storage emulator as a child process: started, it answers; disposed, it has saved its data and is gone. It also ends by itself,
/// cleanly, when the process that started it is killed (see follow-parent.cjs).
/// </summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    /// <summary>The public constants that every storage emulator and client knows.</summary>
    public const string AccountName = "devstoreaccount1";
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;
    private readonly AzuriteOutput _output = new();
    private readonly Task<string> _ended;
    private readonly TimeSpan _stopWithin;
    private int _disposed;

    private AzuriteProcess(AzuriteOptions options)
    {
        _stopWithin = options.StopWithin;
        _process = Process.Start(CommandLine(options)) ?? throw new InvalidOperationException("Azurite could not be started.");
        ProcessId = _process.Id;
        _ended = FollowAsync();
    }

    public Uri BlobEndpoint => _output.Endpoint("Blob", AccountName);

    public Uri QueueEndpoint => _output.Endpoint("Queue", AccountName);

    public Uri TableEndpoint => _output.Endpoint("Table", AccountName);

    /// <summary>Understood by every Azure storage client, whatever the ports.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    public int ProcessId { get; }

    /// <summary>Completes when the process is gone, with its exit code and last words; a whole Azure without storage cannot go on.</summary>
#pragma warning disable VSTHRD003 // no main thread here that the reading loop could wait for
    public Task<string> WaitForExitAsync() => _ended;
#pragma warning restore VSTHRD003

    /// <summary>Starts Azurite and waits until its three services answer.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds its last words, such as the port that is taken.</exception>
    /// <exception cref="TimeoutException">It did not answer within <see cref="AzuriteOptions.StartWithin"/>.</exception>
    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        var azurite = new AzuriteProcess(options);
        try
        {
            await azurite.AnswersAsync(cancellationToken).WaitAsync(options.StartWithin, TimeProvider.System, cancellationToken);
            return azurite;
        }
        catch (Exception reason)
        {
            await azurite.DisposeAsync();
            if (reason is TimeoutException)
                throw new TimeoutException($"Azurite did not answer within {options.StartWithin}. {azurite._output}", reason);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _process.StandardInput.Close();
        try
        {
            await WaitForExitAsync().WaitAsync(_stopWithin, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await WaitForExitAsync();
        }
        _process.Dispose();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        var ended = WaitForExitAsync();
        if (await Task.WhenAny(_output.ListeningAsync(), ended) == ended)
            throw new InvalidOperationException(
                $"Azurite did not start. {await ended} If a port is taken, move ours: {AzuriteOptions.Section}:BlobPort, QueuePort or TablePort (0 takes any free one).");
        using var http = new HttpClient();
        foreach (var endpoint in new[] { BlobEndpoint, QueueEndpoint, TableEndpoint })
        {
            // Unsigned, so it is refused; a refusal is an answer.
            using var answer = await http.GetAsync(endpoint, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }

    private async Task<string> FollowAsync()
    {
        await Task.WhenAll(_output.ReadAsync(_process.StandardOutput), _output.ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        return $"Azurite ended with code {_process.ExitCode}. {_output}";
    }

    private static ProcessStartInfo CommandLine(AzuriteOptions options)
    {
        var folder = typeof(AzuriteProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "AzuriteFolder").Value ?? "";
        var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
            throw new InvalidOperationException($"Azurite is not installed in {folder}: build infra/Local, or run npm ci there.");
        string[] storage = options.Location is { } location ? ["--location", Path.GetFullPath(location)] : ["--inMemoryPersistence"];
        // Its own default closes an idle connection after 5 s, which a client with a pool meets as a reset.
        string[] arguments =
        [
            "--require", Path.Combine(folder, "follow-parent.cjs"), script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", .. storage,
            "--blobPort", $"{options.BlobPort}", "--queuePort", $"{options.QueuePort}", "--tablePort", $"{options.TablePort}",
            "--blobKeepAliveTimeout", "60", "--queueKeepAliveTimeout", "60", "--tableKeepAliveTimeout", "60",
        ];
#pragma warning disable S4036 // node is whichever the developer has
        return new ProcessStartInfo("node", arguments)
#pragma warning restore S4036
        {
            // What it writes beside its data it writes here, and git does not see it.
            WorkingDirectory = Path.Combine(folder, "node_modules"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
