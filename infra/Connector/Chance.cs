using System.Security.Cryptography;

namespace LiveView.Connector;

/// <summary>Where chance enters: dice for jitter. Order never depends on it.</summary>
internal class Chance
{
    /// <summary>A number in [0, 1).</summary>
    public virtual double Roll() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
