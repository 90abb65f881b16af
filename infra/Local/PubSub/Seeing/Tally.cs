using System.Collections.Concurrent;

namespace LiveView.Local.PubSub;

/// <summary>Counts by name, from any thread.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> counts = new();

    public long this[string name] => counts.GetValueOrDefault(name);

    public long Total => counts.Values.Sum();

    public void Count(string name, long by = 1) => counts.AddOrUpdate(name, by, (_, before) => before + by);

    public IReadOnlyDictionary<string, long> ByName() => new SortedDictionary<string, long>(counts);
}
