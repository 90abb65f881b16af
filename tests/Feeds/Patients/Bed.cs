using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>One patient and the feed, by hand: what is pushed is split and folded, and time passes when a test says so.</summary>
internal sealed class Bed(string patient = "p-1", PatientsPolicies? policies = null)
{
    private static readonly string[] Logs = ["trend", "alerts"];

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public PatientsFeed Feed { get; } = new(policies ?? PatientsPolicies.Usual);

    public DateTimeOffset Now { get; private set; } = Start;

    public TopicState? State { get; private set; }

    public Dictionary<string, List<JsonElement>> Log { get; } = Logs.ToDictionary(static name => name, static _ => new List<JsonElement>(), StringComparer.Ordinal);

    public JsonElement Vitals => JsonDocument.Parse(State!.Documents["vitals"]).RootElement;

    public JsonElement News2 => Vitals.GetProperty("news2");

    public IEnumerable<string> Events => Log["alerts"].Select(static entry => $"{entry.GetProperty("event").GetString()} {entry.GetProperty("rule").GetString()}");

    public Bed After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>A device pushes.</summary>
    public Split Push(string json)
    {
        var split = Feed.Split(new("push", patient, Encoding.UTF8.GetBytes(json), Now), null);
        foreach (var raw in split.Raws)
            Fold(raw);
        return split;
    }

    /// <summary>The staff does something.</summary>
    public void Act(string json) => Fold(Raw(PatientsFeed.Staff, json));

    /// <summary>Somebody looks whether anything came.</summary>
    public void Look() => Fold(Raw(PatientsFeed.Watch, "{}"));

    public string? Value(string vital) => Vitals.GetProperty("values").TryGetProperty(vital, out var value) ? value.GetProperty("value").GetString() : null;

    private Raw Raw(string provider, string json) =>
        new() { Topic = Topic.Parse($"patients:{patient}"), Provider = provider, Target = provider, Received = Now, Body = Encoding.UTF8.GetBytes(json) };

    private void Fold(Raw raw)
    {
        if (Feed.Fold(State, raw) is not FoldResult.Folded folded)
            return;
        State = folded.State;
        foreach (var entry in folded.Entries)
            Log[entry.Tier].Add(JsonDocument.Parse(entry.Entry).RootElement);
    }

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
