using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

/// <summary>What is true of every match at every moment (reference feeds §1.9), over many evenings of several seeds.</summary>
public sealed class MatchLawTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private static readonly int[] Seeds = [1, 7, 42];

    [Fact]
    public void States_go_forward_and_periods_never_back()
    {
        foreach (var match in Matches())
        {
            var (state, period) = ("pre", 0);
            foreach (var moment in Moments(match, 10))
            {
                Assert.True(Order(moment.Status.Facts.State) >= Order(state), $"{match.Id}: {state} then {moment.Status.Facts.State}");
                if (moment.IsLive)
                    Assert.True(moment.Status.Period >= period, $"{match.Id}: period {period} then {moment.Status.Period}");
                (state, period) = (moment.Status.Facts.State, moment.IsLive ? moment.Status.Period ?? 0 : period);
            }
        }
    }

    [Fact]
    public void The_score_is_the_sum_of_the_scoring_plays_and_of_the_periods()
    {
        foreach (var moment in Matches().SelectMany(match => Moments(match, 30)))
            foreach (var side in Enum.GetValues<Side>())
                Assert.Equal(moment.Score(side), Enumerable.Range(1, 20).Sum(period => moment.Score(side, period)));
    }

    [Fact]
    public void A_play_belongs_to_the_period_in_which_it_happened()
    {
        foreach (var match in Matches())
            Assert.All(match.Script.Plays, play => Assert.Equal(play.Period, match.Script.StretchAt(play.At).Period));
    }

    [Fact]
    public void A_match_that_must_have_a_winner_has_one_and_a_level_one_goes_on()
    {
        foreach (var match in Matches().Where(match => !match.Twists.HasFlag(Twists.Postponed)))
        {
            var end = match.At(match.Ends.AddMinutes(5));
            Assert.True(end.Status.Facts.Completed);
            if (!match.League.IsSoccer || match.Twists.HasFlag(Twists.Overtime))
                Assert.NotNull(end.Winner);
            if (match.Twists.HasFlag(Twists.Overtime))
                Assert.True(end.Status.Period > match.League.Regulation, $"{match.Id} {match.League.Slug} ended in {end.Status.Period}");
            else if (!match.Twists.HasFlag(Twists.Shootout))
                Assert.Equal(match.League.Regulation, end.Status.Period);
        }
    }

    [Theory]
    [InlineData(Twists.Reversal)]
    [InlineData(Twists.Correction)]
    public void A_score_that_is_taken_back_is_seen_to_go_up_and_down(object twist)
    {
        foreach (var match in Matches().Where(match => match.Twists.HasFlag((Twists)twist)))
        {
            var totals = Moments(match, 6).Select(moment => moment.Score(Side.Home) + moment.Score(Side.Away)).ToList();
            Assert.Contains(totals.Zip(totals.Skip(1)), pair => pair.Second < pair.First);
            Assert.Contains(match.Script.Plays, play => play.Withdrawn - play.At >= TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public void A_score_changes_once_more_after_the_final_whistle_where_the_evening_wants_it()
    {
        foreach (var match in Matches().Where(match => match.Twists.HasFlag(Twists.LateCorrection)))
        {
            var (atEnd, later) = (match.At(match.Ends), match.At(match.Ends.AddMinutes(3)));
            Assert.True(atEnd.Status.Facts.Completed);
            Assert.Equal(1, later.Score(Side.Home) + later.Score(Side.Away) - atEnd.Score(Side.Home) - atEnd.Score(Side.Away));
        }
    }

    [Fact]
    public void A_postponed_match_is_post_and_not_completed()
    {
        foreach (var match in Matches().Where(match => match.Twists.HasFlag(Twists.Postponed)))
        {
            var facts = match.At(match.Kickoff.AddSeconds(1)).Status;
            Assert.Equal(("STATUS_POSTPONED", "post", false, null), (facts.Facts.Name, facts.Facts.State, facts.Facts.Completed, facts.Period));
        }
    }

    [Fact]
    public void Placeholder_teams_become_real_ones_before_the_match()
    {
        foreach (var match in Matches().Where(match => match.Twists.HasFlag(Twists.Placeholder)))
        {
            Assert.True(match.At(match.Kickoff.AddMinutes(-3)).Home.IsPlaceholder);
            Assert.Equal((match.Home, match.Away), (match.At(match.Kickoff).Home, match.At(match.Kickoff).Away));
        }
    }

    [Fact]
    public void Scores_are_such_as_the_sports_have()
    {
        foreach (var sport in Matches().Where(match => !match.Twists.HasFlag(Twists.Postponed)).GroupBy(match => match.League.Sport))
        {
            var average = sport.Select(match => match.At(match.Ends)).Average(end => end.Score(Side.Home) + end.Score(Side.Away));
            var (low, high) = sport.Key switch
            {
                Sport.Soccer => (1.5, 4.5),
                Sport.Basketball => (180, 270),
                Sport.Football => (30, 65),
                Sport.Baseball => (4, 12),
                Sport.Hockey => (4, 9),
            };
            Assert.InRange(average, low, high);
        }
    }

    private static IEnumerable<Match> Matches() =>
        from seed in Seeds
        from evening in Enumerable.Range(0, 4)
        from match in new Season(seed, 10, null).EveningAt(Day.AddMinutes(40 * evening)).Matches
        select match;

    private static IEnumerable<MatchState> Moments(Match match, int seconds)
    {
        for (var at = match.Kickoff.AddMinutes(-1); at < match.Ends.AddMinutes(4); at = at.AddSeconds(seconds))
            yield return match.At(at);
    }

    private static int Order(string state) => state switch { "pre" => 0, "in" => 1, _ => 2 };
}
