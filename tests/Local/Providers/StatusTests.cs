using System.Globalization;
using System.Text.RegularExpressions;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

public sealed partial class StatusTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_soccer_clock_shows_begun_minutes_and_stands_in_stoppage_time()
    {
        foreach (var status in Seen(Leagues.Soccer).Where(status => status.IsLive))
        {
            var match = SoccerClock().Match(status.DisplayClock ?? "");
            Assert.True(match.Success, status.DisplayClock);
            Assert.Equal(60.0 * int.Parse(match.Groups["minute"].Value, CultureInfo.InvariantCulture), status.Clock);
        }

        Assert.Contains(Seen(Leagues.Soccer), status => status.DisplayClock == "45'+2'" && status.Stage == Stage.FirstHalf);
        Assert.Contains(Seen(Leagues.Soccer), status => status is { Stage: Stage.Halftime, Detail: "HT" });
        Assert.Contains(Seen(Leagues.Soccer), status => status is { Stage: Stage.FinalAfterPenalties, DisplayClock: "120'", Period: 5, Detail: "FT-Pens" });
    }

    [Fact]
    public void Basketball_shows_tenths_in_the_last_minute_and_minutes_before()
    {
        var clocks = Seen(Leagues.Basketball).Where(status => status is { Stage: Stage.Live }).ToList();

        Assert.All(clocks, status => Assert.Matches(status.Clock < 60 ? @"^\d{1,2}\.\d$" : @"^\d{1,2}:\d\d$", status.DisplayClock));
        Assert.Contains(clocks, status => status.Clock is > 0 and < 60);
        Assert.Contains(Seen(Leagues.Basketball), status => status is { Detail: "Final/OT", AltDetail: "OT", Period: 5 });
    }

    [Theory]
    [InlineData("^Top 9th$")]
    [InlineData("^Mid 3rd$")]
    [InlineData("^Bottom 7th$")]
    [InlineData("^End 5th$")]
    [InlineData("^Rain Delay, Top 5th$")]
    [InlineData("^Final/10$")]
    public void Baseball_tells_the_half_of_the_inning_in_words_only(string detail)
    {
        Assert.Contains(Seen(Leagues.Baseball), status => Regex.IsMatch(status.Detail, detail, RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.All(Seen(Leagues.Baseball), status => Assert.Equal("0:00", status.DisplayClock));
    }

    [Theory]
    [InlineData("Football", @"^\d{1,2}:\d\d - 3rd Quarter$")]
    [InlineData("Football", "^Halftime$")]
    [InlineData("Football", "^Final/OT$")]
    [InlineData("Hockey", @"^\d{1,2}:\d\d - 2nd Period$")]
    [InlineData("Hockey", "^End of 1st Period$")]
    [InlineData("Hockey", "^Final/SO$")]
    [InlineData("Hockey", "^Ice Repair$")]
    public void The_other_clocks_are_told_in_the_providers_words(string sport, string detail)
    {
        var league = Leagues.All.First(league => $"{league.Sport}" == sport);

        Assert.Contains(Seen(league), status => Regex.IsMatch(status.Detail, detail, RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [GeneratedRegex(@"^(?<minute>\d+)'(\+\d+')?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SoccerClock();

    private static List<Status> Seen(League league) =>
    [
        .. from evening in Enumerable.Range(0, 2)
           from match in new Season(7, 10, null).EveningAt(Day.AddMinutes(40 * evening)).Matches
           where match.League == league
           from second in Enumerable.Range(-10, (int)(match.Ends - match.Kickoff).TotalSeconds + 30)
           select match.At(match.Kickoff.AddSeconds(second)).Status,
    ];
}
