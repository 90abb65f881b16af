using static LiveView.Local.Providers.ScriptWriter;

namespace LiveView.Local.Providers;

/// <summary>Nine innings, pitch by pitch. The runs of each half inning are drawn first, then played out exactly.</summary>
internal static class BaseballScript
{
    private const double PitchMinutes = 0.36;

    public static Script Write(ScriptWriter match, Twists twists)
    {
        var board = InningRuns.Draw(match.Chance, twists.HasFlag(Twists.Overtime));
        for (var inning = 1; inning <= board.Innings; inning++)
        {
            var rain = inning == 5 && twists.HasFlag(Twists.RainDelay);
            var corrected = inning == 3 && twists.HasFlag(Twists.Correction);
            Half(match, inning, Side.Away, board.Away[inning - 1], false, rain, corrected);
            if (inning == board.Innings && !board.LastBottomIsPlayed)
                break;
            match.Run(Stage.Live, inning, 2.2, note: "Mid");
            Half(match, inning, Side.Home, board.Home[inning - 1], board.IsWalkOff && inning == board.Innings, rain: false, corrected: false);
            if (inning < board.Innings)
                match.Run(Stage.Live, inning, 2.2, note: "End");
        }

        return match.End(Stage.Final, board.Innings, note: board.Innings > 9 ? $"{board.Innings}" : "");
    }

    private static void Half(ScriptWriter match, int inning, Side side, int runs, bool walkOff, bool rain, bool corrected)
    {
        var note = side == Side.Away ? "Top" : "Bottom";
        if (rain)
        {
            match.Run(Stage.Live, inning, 1, note: note);
            match.Run(Stage.RainDelay, inning, 25, note: note);
        }

        // A run that is scored on the board and then struck off: the ball was foul. The umpires take their time.
        if (corrected)
        {
            match.Add(match.Now + Minutes(0.3), inning, PlayKind.HomeRun, side, 1, new DiamondSpot(0, 0, 0, false, false, false), match.Now + Minutes(3.3));
            match.Run(Stage.Live, inning, 5, note: note);
        }

        var half = new HalfInning(match, inning, side);
        half.Play(runs, walkOff);
        match.Run(Stage.Live, inning, Math.Max(half.Pitches * PitchMinutes + 0.3, 3.5), note: note);
    }

    /// <summary>One side at bat: never more runs than were drawn, never a runner forced home by chance.</summary>
    private sealed class HalfInning(ScriptWriter match, int inning, Side side)
    {
        private bool _second;
        private bool _first;
        private int _outs;

        public int Pitches { get; private set; }

        public void Play(int runs, bool walkOff)
        {
            while (_outs < 3 && !(walkOff && runs == 0))
            {
                Count();
                if (runs > 0 && (_outs == 2 || match.Chance.Happens(0.45)))
                    runs -= Score();
                else if (!_first && match.Chance.Happens(0.22))
                    Bat(PlayKind.Single, 0, () => _first = true);
                else
                    Bat(PlayKind.Out, 0, () => _outs++);
            }
        }

        /// <summary>Brings one runner home, or puts one where the next hit can.</summary>
        private int Score()
        {
            if (_second)
            {
                Bat(PlayKind.Single, 1, () => (_first, _second) = (true, false));
                return 1;
            }

            if (!_first && match.Chance.Happens(0.5))
            {
                Bat(PlayKind.HomeRun, 1, () => _second = false);
                return 1;
            }

            Bat(PlayKind.Double, _first ? 1 : 0, () => _second = true);
            var scored = _first ? 1 : 0;
            _first = false;
            return scored;
        }

        private void Count()
        {
            var (balls, strikes) = (0, 0);
            for (var pitch = match.Chance.Between(0, 4); pitch > 0; pitch--)
            {
                var isBall = match.Chance.Happens(0.5);
                if (isBall ? balls == 3 : strikes == 2)
                    continue;
                (balls, strikes) = isBall ? (balls + 1, strikes) : (balls, strikes + 1);
                Pitch(isBall ? PlayKind.Ball : PlayKind.Strike, 0, balls, strikes);
            }
        }

        private void Bat(PlayKind kind, int runs, Action then)
        {
            then();
            Pitch(kind, runs, 0, 0);
        }

        private void Pitch(PlayKind kind, int runs, int balls, int strikes)
        {
            var spot = new DiamondSpot(balls, strikes, _outs, _first && kind != PlayKind.Double, _second, false);
            match.Add(match.Now + Minutes(PitchMinutes * ++Pitches), inning, kind, side, runs, spot);
        }
    }
}
