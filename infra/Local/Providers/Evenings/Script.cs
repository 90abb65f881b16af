namespace LiveView.Local.Providers;

/// <summary>A whole match, written before it is played: what a moment looks like is then only a question of where one looks.</summary>
internal sealed record Script(IReadOnlyList<Stretch> Stretches, IReadOnlyList<Play> Plays)
{
    private static readonly Stretch BeforeKickoff = new(TimeSpan.FromDays(-36_500), TimeSpan.Zero, Stage.Scheduled, 0, 0, 0, "");

    /// <summary>A match that is called off at its kick-off.</summary>
    public static Script Postponed { get; } = new([new(TimeSpan.Zero, TimeSpan.MaxValue, Stage.Postponed, 0, 0, 0, "")], []);

    /// <summary>From kick-off to the final whistle.</summary>
    public TimeSpan Length => Stretches[^1].From;

    public Stretch StretchAt(TimeSpan elapsed) => Stretches.LastOrDefault(stretch => stretch.From <= elapsed) ?? BeforeKickoff;
}
