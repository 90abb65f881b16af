namespace LiveView.Handler.Ingest.Providers;

/// <summary>OpenLigaDB: the current round of a league, kept by volunteers. It has no clock.</summary>
internal sealed class OpenLiga : Provider
{
    public override string Name => "openligadb";

    public override string Section => ProviderOptions.OpenLiga;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://api.openligadb.de/");
        options.ShortestSeconds = 30;
    }

    public override string Path(string target, DateTimeOffset now) => $"getmatchdata/{Shortcut(target)}";

    private static string Shortcut(string target) => target switch
    {
        "soccer/ger.1" => "bl1",
        "soccer/ger.2" => "bl2",
        "soccer/ger.3" => "bl3",
        "soccer/ger.dfb_pokal" => "dfb",
        _ => target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace(".", "", StringComparison.Ordinal),
    };
}
