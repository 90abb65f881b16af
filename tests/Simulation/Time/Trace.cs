namespace LiveView.Simulation.Tests.Time;

/// <summary>Everything that happened, as one number: the same seed gives the same.</summary>
internal sealed class Trace
{
    private ulong _hash = 0xcbf29ce484222325UL;

    public string Hash => $"{_hash:x16}";

    public long Steps { get; private set; }

    /// <summary>Set to see what is hashed.</summary>
    public Action<string>? Seen { get; set; }

    public void Add(TimeSpan now, string who, string what)
    {
        Steps++;
        Add(now.Ticks);
        Add(who);
        Add(what);
        Seen?.Invoke($"{now.TotalSeconds,9:F3} {who} {what}");
    }

    private void Add(long number) => _hash = unchecked((_hash ^ (ulong)number) * 0x100000001b3UL);

    private void Add(string text)
    {
        foreach (var letter in text)
            Add((long)letter);
    }
}
