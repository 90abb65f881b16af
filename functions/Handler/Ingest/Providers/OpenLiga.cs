using LiveView.Feeds.Sports.OpenLiga;

namespace LiveView.Handler.Ingest.Providers;

/// <summary>OpenLigaDB: the current round of a league, kept by volunteers. It has no clock.</summary>
internal sealed class OpenLiga : Provider
{
    public override string Name => "openligadb";

    public override string Section => ProviderOptions.OpenLiga;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://api.openligadb.de/");
        options.Targets = "soccer/ger.1";
        options.ShortestSeconds = 30;
    }

    public override string Path(string target, DateTimeOffset now) =>
        $"getmatchdata/{OpenLigaLeagues.Shortcut(target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..])}";
}
