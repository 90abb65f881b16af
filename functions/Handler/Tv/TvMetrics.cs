using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Tv;

/// <summary>What is counted of stations. The first three bear the names that operators of stations know.</summary>
internal sealed class TvMetrics
{
    private readonly Counter<long> _started;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _playlists;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _tidied;

    public TvMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Names.Meter);
        _started = meter.CreateCounter<long>("tv.items.started.total", "{item}", "Programmes that began.");
        _errors = meter.CreateCounter<long>("tv.errors.total", "{error}", "Segments and probes that failed, by reason.");
        _stalls = meter.CreateCounter<long>("tv.buffer.stalls.total", "{playlist}", "Playlists that were asked for beyond what is settled, so that a player had to wait.");
        _playlists = meter.CreateCounter<long>("tv.playlists", "{playlist}", "Playlists that were given.");
        _commands = meter.CreateCounter<long>("tv.commands", "{command}", "Commands, by outcome.");
        _tidied = meter.CreateCounter<long>("tv.tidied", "{entry}", "Segments and places of viewers that were taken away, by kind.");
    }

    public void Started(int items) => _started.Add(items);

    public void Failed(string reason) => _errors.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Stalled() => _stalls.Add(1);

    public void Listed() => _playlists.Add(1);

    public void Commanded(string outcome) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Tidied(string kind, int entries) => _tidied.Add(entries, new KeyValuePair<string, object?>("kind", kind));
}
