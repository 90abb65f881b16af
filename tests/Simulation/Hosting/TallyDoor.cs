using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Providers;
using LiveView.Simulation.Tests.Tally;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>How the handler asks the simulated provider.</summary>
internal sealed class TallyDoor : Provider
{
    public override string Name => "tally";

    public override string Section => "Providers:Tally";

    public override string Feed => TallyFeed.Open;

    public override void Prepare(ProviderOptions options)
    {
    }

    public override string Path(string target, DateTimeOffset now) => $"tally/{target}/scoreboard";
}
