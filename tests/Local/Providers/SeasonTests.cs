using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

public sealed class SeasonTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20261121)]
    public void At_any_moment_of_an_evening_several_matches_in_several_leagues_are_live(int seed)
    {
        var season = new Season(seed, 10, null);
        for (var at = Day.AddHours(19); at < Day.AddHours(21); at = at.AddSeconds(7))
        {
            var live = season.BoardAt(at).Where(match => match.IsLive).ToList();
            Assert.True(live.Count >= 3, $"{live.Count} live at {at:O}");
            Assert.True(live.Select(match => match.Match.League).Distinct().Count() >= 2, $"one league at {at:O}");
        }
    }

    [Fact]
    public void Matches_are_live_from_the_first_second_of_a_season_with_a_start_of_its_own()
    {
        var start = Day.AddMinutes(737.3);

        Assert.True(new Season(3, 10, start).BoardAt(start).Count(match => match.IsLive) >= 3);
    }

    [Fact]
    public void An_evening_has_at_least_twenty_matches_in_five_leagues_with_staggered_kick_offs()
    {
        var evening = new Season(1, 10, null).EveningAt(Day);

        Assert.True(evening.Matches.Count >= 20);
        Assert.Equal(5, evening.Matches.Select(match => match.League).Distinct().Count());
        Assert.Equal(evening.Matches.Count, evening.Matches.Select(match => match.Kickoff).Distinct().Count());
        Assert.All(evening.Matches, match => Assert.InRange(match.Kickoff, evening.Start, evening.End));
        Assert.Equal(2 * evening.Matches.Count, evening.Matches.SelectMany(match => new[] { (match.League, match.Home), (match.League, match.Away) }).Distinct().Count());
    }

    [Fact]
    public void Every_evening_has_every_twist()
    {
        for (var number = 0; number < 40; number++)
        {
            var evening = new Season(5, 10, null).EveningAt(Day + number * TimeSpan.FromMinutes(40));
            var twists = evening.Matches.Aggregate(Twists.None, (all, match) => all | match.Twists);
            Assert.Equal(Enum.GetValues<Twists>().Aggregate(Twists.None, (all, twist) => all | twist), twists);
            Assert.Contains(evening.Matches, match => match.League.IsSoccer && match.Twists.HasFlag(Twists.Reversal));
        }
    }

    [Fact]
    public void The_same_seed_and_instant_give_the_same_bytes_whoever_asks_and_in_whatever_order()
    {
        var instants = Enumerable.Range(0, 12).Select(i => Day.AddMinutes(13 * i)).ToList();
        var (one, other) = (new Season(9, 10, null), new Season(9, 10, null));

        var forwards = instants.Select(at => Boards(one, at)).ToList();
        var backwards = instants.AsEnumerable().Reverse().Select(at => Boards(other, at)).Reverse().ToList();

        Assert.Equal(forwards, backwards);
        Assert.NotEqual(Boards(one, Day), Boards(new Season(10, 10, null), Day));
    }

    [Fact]
    public void Two_teams_do_not_meet_twice_on_a_date_and_no_id_is_used_twice()
    {
        var season = new Season(2, 10, null);
        List<Match> matches = [.. Enumerable.Range(-36, 108).SelectMany(number => season.EveningAt(Day.AddMinutes(40 * number + 1)).Matches)];

        var meetings = matches.GroupBy(match => (match.League.Slug, match.Kickoff.UtcDateTime.Date, Math.Min(match.Home.Id, match.Away.Id), Math.Max(match.Home.Id, match.Away.Id)));

        Assert.All(meetings, meeting => Assert.Single(meeting));
        Assert.Equal(matches.Count, matches.Select(match => match.Id).Distinct().Count());
    }

    [Fact]
    public void When_an_evening_is_over_a_new_one_begins_and_late_matches_play_on()
    {
        var season = new Season(4, 10, null);
        var first = season.EveningAt(Day);
        var second = season.EveningAt(first.End);

        Assert.Equal(first.Number + 1, second.Number);
        Assert.Equal(first.End, second.Start);
        var before = season.BoardAt(first.End - TimeSpan.FromSeconds(1)).Where(match => match.IsLive).Select(match => match.Match.Id).ToHashSet();
        var after = season.BoardAt(first.End).Select(match => match.Match.Id).ToHashSet();
        Assert.NotEmpty(before);
        Assert.Subset(after, before);
    }

    [Fact]
    public void A_soccer_match_takes_ten_to_twelve_minutes_at_the_usual_speed()
    {
        var match = new Season(1, 10, null).EveningAt(Day).Matches.First(match => match.League.IsSoccer && match.Twists.HasFlag(Twists.OwnGoal));

        Assert.InRange((match.Ends - match.Kickoff).TotalMinutes, 10, 12);
    }

    private static string Boards(Season season, DateTimeOffset at) => string.Concat(
        Leagues.All.Select(league => Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(ScoreboardJson.Write(league, at, season.BoardAt(at).Where(match => match.Match.League == league))))));
}
