using System.Security.Cryptography;
using System.Text;

namespace LiveView.Feeds.Game;

/// <summary>
/// The promise of a round: a hash that was told before it, and the seed that is told after it and must hash to it. The first hash heard is
/// the promise; another one later does not replace it, it breaks it.
/// </summary>
/// <param name="Hash">The first hash heard, lower-case hex.</param>
/// <param name="Witnessed">It was heard while the seed was still secret.</param>
/// <param name="Other">Another hash for the same round, heard later.</param>
/// <param name="Seed">The seed, once it is revealed.</param>
internal sealed record Fairness(string? Hash, bool Witnessed, string? Other, string? Seed)
{
    /// <summary>
    /// <c>open</c> until the seed is revealed, then <c>kept</c> or <c>broken</c>; <c>unwitnessed</c> when the hash came only with its seed,
    /// which proves nothing.
    /// </summary>
    public string? Verdict => this switch
    {
        { Other: not null } => "broken",
        { Seed: null, Hash: null } => null,
        { Seed: null } => "open",
        { Hash: { } hash, Seed: { } seed } when hash != Digest(seed) => "broken",
        { Witnessed: false } => "unwitnessed",
        _ => "kept",
    };

    public static Fairness After(Fairness? known, GameFacts facts)
    {
        var told = facts.SeedHash?.ToLowerInvariant();
        var before = known ?? new(null, false, null, null);
        return before with
        {
            Hash = before.Hash ?? told,
            Witnessed = before.Witnessed || (before.Hash is null && told is not null && facts.Seed is null && before.Seed is null),
            Other = before.Other ?? (before.Hash is not null && told is not null && told != before.Hash ? told : null),
            Seed = before.Seed ?? facts.Seed,
        };
    }

    // The text of the seed is hashed, not the bytes that its digits mean.
    private static string Digest(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
}
