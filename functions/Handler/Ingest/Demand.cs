namespace LiveView.Handler.Ingest;

/// <summary>What viewers want of a target.</summary>
/// <param name="Attention">How closely they look.</param>
/// <param name="Viewers">How many watch its topics.</param>
/// <param name="Since">When the youngest interest in it began: an answer from before does not do.</param>
internal readonly record struct Demand(Attention Attention, int Viewers, DateTimeOffset Since)
{
    /// <summary>The factor of the interval.</summary>
    public double Tier => Attention switch
    {
        Attention.Watched => 1,
        Attention.Awaited => 1.5,
        Attention.Listed or Attention.None => 3,
    };

    /// <summary>This and another want together.</summary>
    public Demand And(Demand other) => new(
        Attention > other.Attention ? Attention : other.Attention,
        Viewers + other.Viewers,
        Since > other.Since ? Since : other.Since);
}
