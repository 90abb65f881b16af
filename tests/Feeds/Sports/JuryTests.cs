using LiveView.Feeds.Sports;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Several providers tell one match, and viewers see one.</summary>
public sealed class JuryTests
{
    private const int Evenings = 1_000;

    private static readonly string[] Policies = ["first-healthy", "fastest", "majority"];

    private readonly DateTimeOffset start = NbaTelling.Start.AddMinutes(10);

    [Fact]
    public void Contradictory_providers_never_flip_a_value_twice_for_one_event_in_a_thousand_evenings()
    {
        List<string> flips = [];
        var (changes, wrong, refused) = (0, 0, 0);
        for (var seed = 0; seed < Evenings; seed++)
        {
            var policy = Policies[seed % Policies.Length];
            var evening = new Contradiction(seed);
            var room = new Room(SportsPolicies.Parse(policy, SportsPolicies.UsualOrder));
            evening.Play(room);
            var allowed = evening.Allowed();
            foreach (var shown in room.Shown[NbaTelling.Topic].GroupBy(static score => score, StringComparer.Ordinal))
            {
                if (shown.Count() > allowed.GetValueOrDefault(shown.Key))
                    flips.Add($"{policy} {seed}: {shown.Key} in {string.Join(' ', room.Shown[NbaTelling.Topic])}; {evening}");
            }

            changes += room.Shown[NbaTelling.Topic].Count;
            wrong += room.Shown[NbaTelling.Topic][^1] == evening.Final ? 0 : 1;
            refused += room.Refusals.Count;
            Assert.Equal(0, room.Rejected);
        }

        TestContext.Current.SendDiagnosticMessage("{0} evenings, {1} scores shown, {2} answers of garbage, {3} double flips", Evenings, changes, refused, flips.Count);
        Assert.True(flips.Count == 0, $"{flips.Count} double flips\n{string.Join('\n', flips.Take(20))}");
        Assert.Equal(0, wrong);
        Assert.True(changes > 5 * Evenings && refused > Evenings, $"{changes} changes and {refused} refusals are too few to prove anything.");
    }

    [Fact]
    public void A_lower_score_is_held_for_one_more_poll_unless_a_second_provider_agrees()
    {
        var alone = new Room();
        Espn(alone, 0, 10, 8);
        Espn(alone, 3, 8, 8);
        Assert.Equal("10", alone.Member(NbaTelling.Topic, "home.score"));
        Espn(alone, 6, 8, 8);
        Assert.Equal("8", alone.Member(NbaTelling.Topic, "home.score"));
        Assert.Single(alone.Entries(NbaTelling.Topic, "corrected"));

        var two = new Room();
        Espn(two, 0, 10, 8);
        League(two, 1, 10, 8);
        League(two, 2, 8, 8);
        Assert.Equal("10", two.Member(NbaTelling.Topic, "home.score"));
        Espn(two, 3, 8, 8);
        Assert.Equal("8", two.Member(NbaTelling.Topic, "home.score"));
    }

    [Fact]
    public void A_provider_that_is_late_takes_nothing_back()
    {
        var room = new Room();
        Espn(room, 0, 10, 8);
        League(room, 2, 8, 8, "espn");
        League(room, 5, 8, 8, "espn");
        Assert.Equal("10", room.Member(NbaTelling.Topic, "home.score"));
        League(room, 8, 10, 8, "espn");
        League(room, 11, 12, 8, "espn");
        Assert.Equal(["10-8", "12-8"], room.Shown[NbaTelling.Topic]);
        Assert.Equal(("nba", "nba"), (room.Member(NbaTelling.Topic, "by.score"), room.Member(NbaTelling.Topic, "by.status")));
    }

    [Fact]
    [Trait("Requirement", "27")]
    [Trait("Requirement", "32")]
    public void The_first_healthy_speaks_and_the_second_when_it_is_ill()
    {
        var room = new Room();
        Espn(room, 0, 10, 8);
        League(room, 1, 12, 8);
        Assert.Equal("10", room.Member(NbaTelling.Topic, "home.score"));
        League(room, 4, 12, 8, "espn"); // in the same words: what was heard and not believed is said again
        Assert.Equal("12", room.Member(NbaTelling.Topic, "home.score"));
        Espn(room, 7, 12, 10);
        League(room, 8, 12, 8);
        Assert.Equal(["10-8", "12-8", "12-10"], room.Shown[NbaTelling.Topic]);
    }

    [Fact]
    public void The_fastest_is_followed_and_nobody_who_is_behind()
    {
        var room = new Room(SportsPolicies.Parse("first-healthy, nba=fastest", SportsPolicies.UsualOrder));
        Espn(room, 0, 10, 8);
        League(room, 1, 12, 8);
        Espn(room, 3, 10, 8);
        League(room, 4, 12, 8);
        Espn(room, 6, 12, 8);
        Espn(room, 9, 15, 8);
        Assert.Equal(["10-8", "12-8", "15-8"], room.Shown[NbaTelling.Topic]);
    }

    [Fact]
    public void The_majority_overrules_the_first()
    {
        var room = new Room(SportsPolicies.Parse("majority", SportsPolicies.UsualOrder));
        Espn(room, 0, 2, 0);
        League(room, 1, 2, 0);
        Plays(room, 2, (10, true, 2));
        Espn(room, 3, 5, 0);
        Assert.Equal(["2-0"], room.Shown[NbaTelling.Topic]);
        League(room, 4, 2, 3);
        Plays(room, 5, (10, true, 2), (11, false, 3));
        Assert.Equal(["2-0", "2-3"], room.Shown[NbaTelling.Topic]);
    }

    [Fact]
    public void A_disagreement_that_lasts_is_an_event_and_one_that_passes_is_none()
    {
        var room = new Room();
        for (var second = 0; second <= 90; second += 3)
        {
            Espn(room, second, 10, 8);
            League(room, second + 1, 10, second < 30 ? 6 : 9); // late for half a minute, then wrong
        }

        var disputed = Assert.Single(room.Entries(NbaTelling.Topic, "disputed"));
        Assert.Equal("""{"field":"score","id":"disputed.1","said":{"away":9,"by":"nba","home":10},"shown":{"away":8,"by":"espn","home":10},"type":"disputed"}""", disputed);
        Assert.Equal(["10-8"], room.Shown[NbaTelling.Topic]);
    }

    [Fact]
    public void Each_basket_is_told_once_whoever_told_it_first()
    {
        var room = new Room();
        Espn(room, 0, 0, 0);
        Plays(room, 1, (10, true, 2));
        Espn(room, 3, 2, 0); // already told as a row
        Espn(room, 6, 5, 0); // left to the teller of rows for a moment
        Plays(room, 8, (10, true, 2), (11, true, 3));
        Espn(room, 9, 5, 3);
        Espn(room, 80, 5, 3); // it never came
        Assert.Equal(["2", "3"], room.Entries(NbaTelling.Topic, "points").Select(static entry => Boards.Member(entry, "points")));
        Assert.Equal(["3"], room.Entries(NbaTelling.Topic, "score").Select(static entry => Boards.Member(entry, "points")));
    }

    [Theory]
    [InlineData("fasted")]
    [InlineData("nba=first")]
    [InlineData("a=b=fastest")]
    public void A_word_that_is_no_policy_is_said_to_be_none(string policies) =>
        Assert.Contains(policies, Assert.Throws<FormatException>(() => SportsPolicies.Parse(policies, "espn")).Message, StringComparison.Ordinal);

    private void Espn(Room room, int second, int home, int away, params string[] ill) =>
        room.Hear("espn", NbaTelling.Board, start.AddSeconds(second), NbaTelling.Espn(home, away, second), ill);

    private void League(Room room, int second, int home, int away, params string[] ill) =>
        room.Hear("nba", NbaTelling.Board, start.AddSeconds(second), NbaTelling.League(home, away, second), ill);

    private void Plays(Room room, int second, params (int Number, bool Home, int Points)[] baskets) =>
        room.Hear("nba", NbaTelling.Plays, start.AddSeconds(second), NbaTelling.Actions(baskets, second));
}
