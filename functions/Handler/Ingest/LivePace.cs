namespace LiveView.Handler.Ingest;

/// <summary>
/// How often a live target is asked: the range of 2 to 5 s, by how often something happens. Measured: a basket every 45 s and a clock that
/// stops and goes all the time; a pitch every 20 s; in football, hockey and soccer minutes of play between two things worth telling.
/// </summary>
internal static class LivePace
{
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(3);

    /// <summary>The pace of a target, <c>{sport}/{league}</c>.</summary>
    public static TimeSpan Of(string target) => target.AsSpan(0, Math.Max(0, target.IndexOf('/', StringComparison.Ordinal))) switch
    {
        "basketball" => TimeSpan.FromSeconds(2),
        "baseball" => TimeSpan.FromSeconds(5),
        _ => Usual,
    };
}
