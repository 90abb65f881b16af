namespace LiveView.Local.Games;

/// <summary>
/// Tells rounds as the real socket does, with its manners: a greeting that is older than what was just told, cooldowns that leave most out and
/// count unevenly, a tick that is never sent and stands only in the next window, a round that broke and says it is active, and the seed one
/// round later.
/// </summary>
internal sealed class RoundScript(int seed, Func<DateTimeOffset> now)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Crossing = TimeSpan.FromMilliseconds(10);
    private const int Cooldown = 15_000;
    private const int CooldownStep = 500;
    private const int LoseEvery = 41;
    private const int RepeatEvery = 9;

    private readonly Random _chance = new(seed);
    private readonly List<PlayedRound> _past = [];

    /// <summary>Rounds without end.</summary>
#pragma warning disable S2190 // it never ends: who listens stops listening
    public IEnumerable<Beat> Play()
#pragma warning restore S2190
    {
        var first = true;
        while (true)
        {
            var round = new PlayedRound(_chance, now());
            if (!first)
            {
                foreach (var beat in Cool(round))
                    yield return beat;
            }

            foreach (var beat in Run(round, greeting: first))
                yield return beat;
            first = false;
            _past.Insert(0, round);
            if (_past.Count > 10)
                _past.RemoveAt(10);
        }
    }

    private IEnumerable<Beat> Cool(PlayedRound round)
    {
        yield return new(Tick, RoundJson.Waiting(round, Cooldown - 100));
        yield return new(Crossing, RoundJson.Waiting(round, Cooldown - 200));
        yield return new(Crossing, RoundJson.Full(round, 0, Cooldown, _past));
        for (var left = Cooldown - CooldownStep; left > 0; left -= CooldownStep)
            yield return new(TimeSpan.FromMilliseconds(CooldownStep), RoundJson.Waiting(round, left));
    }

    private IEnumerable<Beat> Run(PlayedRound round, bool greeting)
    {
        for (var tick = 0; tick < round.Prices.Count; tick++)
        {
            var broke = tick == round.Prices.Count - 1;
            if (tick % LoseEvery == LoseEvery - 1 && !broke)
                continue;
            yield return new(Tick, RoundJson.Running(round, tick));
            if (greeting && tick == 2)
                yield return new(Crossing, RoundJson.Full(round, tick - 1, 0, _past));
            if (tick % RepeatEvery == 0)
                yield return new(Crossing, RoundJson.Running(round, tick));
        }

        // It goes on counting, and lists the rounds before it, but not itself.
        yield return new(Tick * 3, RoundJson.Full(round, round.Prices.Count + 1, 0, _past));
    }
}
