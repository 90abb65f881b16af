using LiveView.Feeds.Patients;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>The chart of the Royal College of Physicians, at every value it has and between them.</summary>
public sealed class News2Tests
{
    // Each band of the chart: part, from, to, points. What is not named is not in the chart.
    private static readonly (string Part, decimal From, decimal To, decimal Step, int Points)[] Chart =
    [
        ("respiration", 1, 8, 1, 3), ("respiration", 9, 11, 1, 1), ("respiration", 12, 20, 1, 0), ("respiration", 21, 24, 1, 2), ("respiration", 25, 80, 1, 3),
        ("oxygen", 50, 91, 1, 3), ("oxygen", 92, 93, 1, 2), ("oxygen", 94, 95, 1, 1), ("oxygen", 96, 100, 1, 0),
        ("oxygen2air", 50, 83, 1, 3), ("oxygen2air", 84, 85, 1, 2), ("oxygen2air", 86, 87, 1, 1), ("oxygen2air", 88, 100, 1, 0),
        ("oxygen2given", 50, 83, 1, 3), ("oxygen2given", 84, 85, 1, 2), ("oxygen2given", 86, 87, 1, 1), ("oxygen2given", 88, 92, 1, 0),
        ("oxygen2given", 93, 94, 1, 1), ("oxygen2given", 95, 96, 1, 2), ("oxygen2given", 97, 100, 1, 3),
        ("systolic", 20, 90, 1, 3), ("systolic", 91, 100, 1, 2), ("systolic", 101, 110, 1, 1), ("systolic", 111, 219, 1, 0), ("systolic", 220, 350, 1, 3),
        ("pulse", 1, 40, 1, 3), ("pulse", 41, 50, 1, 1), ("pulse", 51, 90, 1, 0), ("pulse", 91, 110, 1, 1), ("pulse", 111, 130, 1, 2), ("pulse", 131, 300, 1, 3),
        ("consciousness", 0, 0, 1, 0), ("consciousness", 1, 4, 1, 3),
        ("temperature", 25, 35.0m, 0.1m, 3), ("temperature", 35.1m, 36.0m, 0.1m, 1), ("temperature", 36.1m, 38.0m, 0.1m, 0), ("temperature", 38.1m, 39.0m, 0.1m, 1), ("temperature", 39.1m, 45, 0.1m, 2),
        ("air", 0, 0, 1, 0), ("air", 1, 1, 1, 2),
    ];

    [Fact]
    public void Every_value_of_the_chart_has_the_points_of_its_band()
    {
        var values = 0;
        foreach (var (part, from, to, step, points) in Chart)
        {
            for (var value = from; value <= to; value += step)
            {
                values++;
                Assert.True(points == Points(part, value), $"{part} {Bed.Text(value)} has {Points(part, value)} points, not {points}");
            }
        }

        Assert.True(values > 1_000, $"{values} values were looked at.");
    }

    [Theory]
    [InlineData("respiration", "8.4", 3)]
    [InlineData("respiration", "8.5", 1)]
    [InlineData("respiration", "11.5", 0)]
    [InlineData("oxygen", "91.4", 3)]
    [InlineData("oxygen", "91.5", 2)]
    [InlineData("oxygen", "95.5", 0)]
    [InlineData("systolic", "90.5", 2)]
    [InlineData("pulse", "130.5", 3)]
    [InlineData("temperature", "35.04", 3)]
    [InlineData("temperature", "35.05", 1)]
    [InlineData("temperature", "38.05", 1)]
    [InlineData("temperature", "39.05", 2)]
    public void What_lies_between_two_lines_of_the_chart_is_rounded_as_it_is_written_down(string part, string value, int points) =>
        Assert.Equal(points, Points(part, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(25)]
    [InlineData(8)]
    public void The_worst_of_all_is_twenty(int respiration)
    {
        var score = News2.Of(new(respiration, 91, true, 90, 131, 4, 35.0m));
        Assert.Equal((20, true, "high"), (score.Total, score.IsComplete, score.Band));
    }

    [Fact]
    public void The_bands_are_those_of_the_chart()
    {
        Assert.Equal("none", Band(new(16, 97, false, 120, 70, 0, 37)));
        Assert.Equal("low", Band(new(11, 95, false, 110, 91, 0, 37))); // 4
        Assert.Equal("single", Band(new(8, 97, false, 120, 70, 0, 37)));
        Assert.Equal("medium", Band(new(8, 95, false, 110, 70, 0, 37))); // 5
        Assert.Equal("medium", Band(new(8, 95, false, 110, 91, 0, 37))); // 6
        Assert.Equal("high", Band(new(8, 94, true, 110, 70, 0, 37))); // 7
    }

    [Fact]
    public void A_score_that_lacks_a_part_is_incomplete_and_names_it()
    {
        var parts = new News2Input[]
        {
            new(null, 97, false, 120, 70, 0, 37), new(16, null, false, 120, 70, 0, 37), new(16, 97, null, 120, 70, 0, 37), new(16, 97, false, null, 70, 0, 37),
            new(16, 97, false, 120, null, 0, 37), new(16, 97, false, 120, 70, null, 37), new(16, 97, false, 120, 70, 0, null),
        };
        string[] names = ["respiration", "oxygen", "air", "systolic", "pulse", "consciousness", "temperature"];
        Assert.Equal(names, parts.Select(static input => Assert.Single(News2.Of(input).Missing)));
        Assert.All(parts, static input => Assert.False(News2.Of(input).IsComplete));
        Assert.Equal(["oxygen", "air"], News2.Of(new(16, 95, null, 120, 70, 0, 37, Scale: 2)).Missing); // whether it is too much depends on whether it is given
    }

    private static int Points(string part, decimal value) => News2.Of(part switch
    {
        "respiration" => new(value, null, null, null, null, null, null),
        "oxygen" => new(null, value, null, null, null, null, null),
        "oxygen2air" => new(null, value, false, null, null, null, null, 2),
        "oxygen2given" => new(null, value, true, null, null, null, null, 2),
        "air" => new(null, null, value == 1, null, null, null, null),
        "systolic" => new(null, null, null, value, null, null, null),
        "pulse" => new(null, null, null, null, value, null, null),
        "consciousness" => new(null, null, null, null, null, value, null),
        _ => new(null, null, null, null, null, null, value),
    }).Parts[part.StartsWith("oxygen", StringComparison.Ordinal) ? "oxygen" : part];

    private static string Band(News2Input input) => News2.Of(input).Band;
}
