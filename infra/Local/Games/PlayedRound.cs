using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.Games;

/// <summary>One round before it is told: its seed, what is promised of it, and every price until it breaks.</summary>
internal sealed class PlayedRound
{
    /// <summary>The published model of the game: it breaks at a tick with this chance, …</summary>
    private const double Break = 0.005;

    /// <summary>… and moves much with this one.</summary>
    private const double Leap = 0.125;

    private const int Longest = 800;

    public PlayedRound(Random chance, DateTimeOffset day)
    {
        Span<byte> bytes = stackalloc byte[40];
        chance.NextBytes(bytes);
        Id = $"{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(bytes[..8])}";
        Seed = Convert.ToHexStringLower(bytes[8..]);
        SeedHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Seed)));
        List<double> prices = [1];
        while (prices.Count < Longest && (prices.Count < 20 || chance.NextDouble() > Break))
            prices.Add(prices[^1] * (1 + Move(chance)));
        prices.Add(prices[^1] * (0.002 + (0.02 * chance.NextDouble())));
        Prices = prices;
    }

    /// <summary><c>YYYYMMDD-16hex</c>.</summary>
    public string Id { get; }

    /// <summary>Told after the round.</summary>
    public string Seed { get; }

    /// <summary>SHA-256 of the seed's text, told before the round.</summary>
    public string SeedHash { get; }

    /// <summary>The price at each tick; at the last one it broke.</summary>
    public IReadOnlyList<double> Prices { get; }

    private static double Move(Random chance) => chance.NextDouble() < Leap
        ? (chance.Next(2) == 0 ? -1 : 1) * (0.15 + (0.1 * chance.NextDouble()))
        : -0.02 + (0.05 * chance.NextDouble());
}
