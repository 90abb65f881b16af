using System.Security.Cryptography;

namespace LiveView.Handler;

/// <summary>Where chance enters: names that nobody else has, and dice for jitter. Order never depends on it.</summary>
internal class Chance
{
    /// <summary>A name that nobody else has, 32 hex digits: of commits, claims and histories.</summary>
    public virtual string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A number in [0, 1).</summary>
    public virtual double Roll() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
