using LiveView.Local.Cost;
using LiveView.Local.Providers;

namespace LiveView.Local;

/// <summary>What a run of the small Azure starts, where it listens and what it keeps.</summary>
internal sealed class LocalOptions
{
    public int FunctionsPort { get; set; } = 7071;

    public int PubSubPort { get; set; } = 8080;

    public int EventHubsPort { get; set; } = 5300;

    /// <summary>The first of three: blobs, queues, tables. 0 takes free ones.</summary>
    public int AzuritePort { get; set; } = 10000;

    /// <summary>Where tables, blobs and hubs are kept between runs.</summary>
    public string Data { get; set; } = ".local";

    /// <summary>Forget what earlier runs have kept.</summary>
    public bool Fresh { get; set; }

    /// <summary>Poll the real providers, not the simulated ones.</summary>
    public bool Live { get; set; }

    /// <summary>Start the simulated exchanges, and the connector between them and the hub.</summary>
    public bool Market { get; set; }

    /// <summary>What happens at each simulated exchange in a second.</summary>
    public int MovesPerSecond { get; set; } = 6;

    /// <summary>Settings of the connector that go before ours.</summary>
    public Dictionary<string, string> ConnectorSettings { get; } = new(StringComparer.Ordinal);

    /// <summary>Sessions of exchanges that are played back, instead of the simulated ones.</summary>
    public IList<Exchanges.SessionRecording> Sessions { get; } = [];

    /// <summary>Leave the functions to <c>func start</c>.</summary>
    public bool NoHost { get; set; }

    /// <summary>Match minutes of the simulated evening in a real minute.</summary>
    public double Speed { get; set; } = 10;

    /// <summary>The pause between two lines of how everything does; zero for none.</summary>
    public TimeSpan Status { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same seed makes the same evening.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Play a simulated game.</summary>
    public bool Games { get; set; }

    /// <summary>Keep a simulated ward.</summary>
    public bool Ward { get; set; }

    /// <summary>Show a station with a test pattern.</summary>
    public bool Station { get; set; }

    /// <summary>Have ffmpeg make the pattern, where it is installed.</summary>
    public bool IsEncoded { get; set; } = true;

    /// <summary>How much faster than the real one it is played.</summary>
    public double GamePace { get; set; } = 1;

    /// <summary>App settings of the handler that go before ours.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Boards that are played back, instead of the simulated ones of their league.</summary>
    public IList<Recording> Recordings { get; } = [];

    /// <summary>Writes down what Azure would bill; null for a run that nobody pays for.</summary>
    public Meter? Meter { get; set; }

    /// <summary>The staged functions: host.json, the executable, and a folder for each function.</summary>
    public string App { get; set; } = DefaultApp;

    /// <summary>The folder of the connector's executable.</summary>
    public string Connector { get; set; } = Beside("Connector");

    /// <summary>The output folder of functions/Handler, which is built with this program and lies beside it.</summary>
    private static string DefaultApp => Beside("Handler");

    private static string Beside(string project)
    {
        var ours = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(Path.Combine(ours.FullName, "..", "..", project, ours.Name));
    }
}
