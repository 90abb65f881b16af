namespace LiveView.Feeds.Tests.Sports;

/// <summary>The board says on which days its league plays, so that nobody asks for a league that rests.</summary>
public sealed class CalendarTests
{
    private const string Days = """ "calendarType":"day","calendarIsWhitelist":true,"calendar":["2026-08-14T04:00Z","2026-08-15T04:00Z","2026-08-22T04:00Z"] """;
    private const string Stages = """ "calendarType":"list","calendarIsWhitelist":true,"calendar":[{"label":"Preseason","value":"1","startDate":"2026-08-01T07:00Z","endDate":"2026-08-10T06:59Z","entries":[]},{"label":"Regular Season","value":"2","startDate":"2026-09-03T07:00Z","endDate":"2027-01-12T07:59Z","entries":[]}] """;

    [Theory]
    [InlineData(Days, "2026-08-15T12:00Z", "2026-08-15T04:00Z")] // it is on
    [InlineData(Days, "2026-08-16T03:59Z", "2026-08-15T04:00Z")] // a night game ends after midnight
    [InlineData(Days, "2026-08-16T04:00Z", "2026-08-22T04:00Z")]
    [InlineData(Days, "2026-08-24T12:00Z", "2027-08-24T12:00Z")] // none to come
    [InlineData(Stages, "2026-08-05T12:00Z", "2026-08-01T07:00Z")]
    [InlineData(Stages, "2026-08-15T12:00Z", "2026-09-03T07:00Z")] // out of season
    public void The_day_that_is_on_or_the_next_is_told(string calendar, string now, string day) =>
        Assert.Equal(Instant(day), new Boards { Now = Instant(now) }.Split(Board(calendar)).NextDay);

    [Theory]
    [InlineData(""" "calendar":[] """)]
    [InlineData(""" "calendar":null """)]
    [InlineData(""" "calendar":"soon" """)]
    [InlineData(""" "calendar":["soon",7,{},null] """)]
    [InlineData(""" "calendarIsWhitelist":false,"calendar":["2026-08-22T04:00Z"] """)] // the days without matches
    public void Without_a_calendar_that_can_be_read_nothing_is_known(string calendar) =>
        Assert.Null(new Boards().Split(Board(calendar)).NextDay);

    [Fact]
    public void The_same_board_again_and_a_changed_one_still_know_it()
    {
        var boards = new Boards();
        boards.Split(Board(Days));
        Assert.Equal(Instant("2026-08-15T04:00Z"), boards.Split(Board(Days)).NextDay);
        Assert.Equal(Instant("2026-08-15T04:00Z"), boards.Split(Board(Days, new EspnMatch("1").Live(10))).NextDay);
        boards.Now = Instant("2026-08-17T12:00Z");
        Assert.Equal(Instant("2026-08-22T04:00Z"), boards.Split(Board(Days, new EspnMatch("1").Live(11))).NextDay);
    }

    private static string Board(string calendar, params IEnumerable<EspnMatch> matches) =>
        Boards.Json("eng.1", matches).Replace("\"name\":\"A League\"", $"\"name\":\"A League\",{calendar}", StringComparison.Ordinal);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
