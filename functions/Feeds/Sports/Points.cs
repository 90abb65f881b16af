namespace LiveView.Feeds.Sports;

/// <summary>A score.</summary>
internal readonly record struct Points(int Home, int Away)
{
    public int Total => Home + Away;

    /// <summary>Whether it can have come after another without anything being taken back.</summary>
    public bool Covers(Points other) => Home >= other.Home && Away >= other.Away;

    public Points With(Points other) => new(Math.Max(Home, other.Home), Math.Max(Away, other.Away));
}
