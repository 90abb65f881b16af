using System.Diagnostics.Metrics;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Connect;

/// <summary>What viewers who ask are answered.</summary>
internal sealed class CatchUpMetrics
{
    private readonly Counter<long> _answers;

    public CatchUpMetrics(IMeterFactory meters) =>
        _answers = meters.Create(Names.Meter).CreateCounter<long>("liveview.catchup.answers", "{answer}", "Answers to those who ask for a tier, by what they were.");

    public void Answered(string answer) => _answers.Add(1, new KeyValuePair<string, object?>("answer", answer));
}
