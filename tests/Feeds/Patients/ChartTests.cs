using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Feeds.Patients;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>What a patient's chart shows of what devices say, true or not.</summary>
public sealed class ChartTests
{
    private const string Well = """{"heart":70,"respiration":16,"oxygen":97,"pressure":{"systolic":120,"diastolic":80,"mean":93},"temperature":37.0,"consciousness":"A","supplemental":false}""";

    [Fact]
    public void A_patient_who_is_well_has_a_complete_score_of_nothing()
    {
        var bed = new Bed();
        bed.Push(Well);
        Assert.Equal((0, true, "none"), (bed.News2.GetProperty("score").GetInt32(), bed.News2.GetProperty("complete").GetBoolean(), bed.News2.GetProperty("band").GetString()));
        Assert.Equal(("37.0", "A", "air"), (bed.Value("temperature"), bed.Value("consciousness"), bed.Value("supplemental")));
        Assert.Empty(bed.Log["alerts"]);
        Assert.All(bed.State!.Documents.Values.Append(bed.State.Memory), static document => Assert.Equal(CanonicalJson.Of(document), document.ToArray()));
    }

    [Fact]
    public void Nothing_measured_is_an_incomplete_score_and_never_nought()
    {
        var bed = new Bed();
        bed.Push("""{"heart":70}""");
        Assert.False(bed.News2.GetProperty("complete").GetBoolean());
        Assert.False(bed.News2.TryGetProperty("score", out _));
        Assert.Equal(6, bed.News2.GetProperty("missing").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("""{"heart":0}""")]
    [InlineData("""{"heart":-32768}""")]
    [InlineData("""{"heart":null}""")]
    [InlineData("""{"heart":0.0,"oxygen":0}""")]
    public void No_reading_is_nothing_and_never_a_heart_rate_of_nought(string json)
    {
        var bed = new Bed();
        Assert.Equal(1, bed.Push(json).Unchanged);
        Assert.Null(bed.State);
    }

    [Theory]
    [InlineData("""{"oxygen":36}""", "oxygen")]
    [InlineData("""{"heart":412}""", "heart")]
    [InlineData("""{"temperature":98.6}""", "temperature")]
    [InlineData("""{"oxygen":0.97}""", "oxygen")]
    [InlineData("""{"pressure":{"systolic":80,"diastolic":80}}""", "systolic")]
    [InlineData("""{"pressure":{"systolic":120,"diastolic":80,"mean":130}}""", "mean")]
    public void What_no_living_body_has_is_told_as_an_artefact_and_not_shown_as_a_value(string json, string vital)
    {
        var bed = new Bed();
        bed.Push(Well);
        var before = bed.Value(vital);
        bed.After(1).Push(json);
        Assert.Equal(before, bed.Value(vital));
        Assert.True(bed.Log["trend"][^1].GetProperty("artefacts").TryGetProperty(vital, out _));
        Assert.Empty(bed.Log["alerts"]);
    }

    [Theory]
    [InlineData("""{"heart":"70"}""")]
    [InlineData("""{"heart":true}""")]
    [InlineData("""{"consciousness":"X"}""")]
    [InlineData("""{"supplemental":1}""")]
    [InlineData("""{"heart":70,"at":"yesterday"}""")]
    [InlineData("""{"heart":70,"at":"2026-11-21T09:02:01Z"}""")] // more than two minutes ahead
    [InlineData("""{"hart":70}""")]
    [InlineData("""{"camera":70}""")] // what a camera sees is estimated here
    [InlineData("{}")]
    [InlineData("""{"heart":1234567890123456789012345678901234567890}""")]
    public void What_cannot_be_read_is_refused_with_a_reason(string json) =>
        Assert.False(string.IsNullOrEmpty(Assert.Single(new Bed().Push(json).Refusals).Detail));

    [Theory]
    [InlineData("")]
    [InlineData("p_1")]
    [InlineData("..")]
    [InlineData("p-1/../p-2")]
    public void What_is_no_id_of_a_patient_names_no_topic(string id) => Assert.Equal(Rejection.NoTopic, Assert.Single(new Bed(id).Push(Well).Refusals).Reason);

    [Fact]
    public void The_same_time_told_again_is_the_same_sample_and_another_value_of_it_corrects_it()
    {
        var bed = new Bed();
        bed.Push("""{"heart":70,"at":"2026-11-21T08:59:00Z"}""");
        bed.After(1).Push("""{"heart":70,"at":"2026-11-21T08:59:00Z"}""");
        Assert.Single(bed.Log["trend"]);
        bed.After(1).Push("""{"heart":72,"at":"2026-11-21T08:59:00Z"}""");
        Assert.True(bed.Log["trend"][^1].GetProperty("corrects").GetBoolean());
        Assert.Equal("72", bed.Value("heart"));
    }

    [Fact]
    public void What_comes_late_goes_into_the_trend_and_does_not_replace_what_is_newer()
    {
        var bed = new Bed();
        bed.Push("""{"heart":70,"at":"2026-11-21T08:59:00Z"}""");
        bed.Push("""{"heart":60,"at":"2026-11-21T08:58:00Z"}""");
        Assert.Equal("70", bed.Value("heart"));
        Assert.Equal(2, bed.Log["trend"].Count);
    }

    [Fact]
    public void An_old_value_is_stale_and_not_scored()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(301).Look();
        Assert.True(bed.Vitals.GetProperty("values").GetProperty("heart").GetProperty("stale").GetBoolean());
        Assert.False(bed.News2.GetProperty("complete").GetBoolean());
        Assert.Equal(["oxygen", "pulse", "respiration"], bed.News2.GetProperty("missing").EnumerateObject().Select(static part => part.Name));
    }

    [Fact]
    public void A_monitor_and_an_oximeter_that_disagree_are_doubted_and_not_scored()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(1).Push("""{"heart":140,"pulse":72}""");
        Assert.True(bed.Vitals.GetProperty("doubtful").GetBoolean());
        Assert.True(bed.News2.GetProperty("missing").GetProperty("pulse").GetBoolean());
        Assert.DoesNotContain("raised heart.high", bed.Events);
    }

    [Fact]
    public void Oxygen_is_scored_by_the_second_scale_only_when_a_clinician_says_so()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(1).Push("""{"oxygen":89}""");
        Assert.Equal(3, bed.News2.GetProperty("parts").GetProperty("oxygen").GetInt32());
        bed.Act("""{"scale":2,"by":"dr"}""");
        Assert.Equal(0, bed.News2.GetProperty("parts").GetProperty("oxygen").GetInt32());
        bed.Act("""{"scale":0,"by":"dr"}""");
        Assert.False(bed.Vitals.TryGetProperty("news2", out _));
    }

    [Fact]
    public void A_replay_says_what_was_said_and_a_chart_read_back_goes_on_as_if_it_never_left()
    {
        string[] said = [Well, """{"heart":140,"oxygen":88}""", """{"heart":0}""", """{"heart":71}""", """{"oxygen":97,"at":"2026-11-21T08:00:00Z"}"""];
        var (first, second) = (new Bed(), new Bed());
        foreach (var json in said)
        {
            first.After(2).Push(json);
            second.After(2).Push(json);
        }

        Assert.True(first.State!.Memory.Span.SequenceEqual(second.State!.Memory.Span));
        Assert.Equal(first.State.Memory.ToArray(), ChartJson.Write(ChartJson.Read(first.State.Memory)).ToBytes());
        Assert.Equal(JsonSerializer.Serialize(first.Log), JsonSerializer.Serialize(second.Log));
    }

    [Fact]
    public void A_recorded_minute_of_a_monitor_whose_sensors_are_off_shows_nothing_and_keeps_what_it_wrote_as_an_artefact()
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES names no folder of recorded answers.");
        string[] names = ["", "heart", "", "", "", "pulse", "respiration", "oxygen", "systolic", "diastolic", "mean"]; // as the header has them; the arterial line is left out
        var bed = new Bed();
        foreach (var line in File.ReadLines(Path.Combine(root, "patients", "mimic3_numerics", "s00001-2896-10-09-01-56n.csv")).Skip(1))
        {
            var cells = line.Split(',');
            Assert.Equal(("0", "0", "0"), (cells[1], cells[5], cells[7])); // heart, pulse, oxygen: sensors off
            var values = names.Select((name, i) => (name, Cell: cells[i])).Where(static cell => cell.name.Length > 0 && cell.Cell.Length > 0).Select(static cell => $"\"{cell.name}\":{cell.Cell}");
            Assert.Empty(bed.After(60).Push($"{{{string.Join(',', values)}}}").Refusals);
        }

        Assert.Equal("""{"respiration":"110.9"}""", Assert.Single(bed.Log["trend"]).GetProperty("artefacts").GetRawText());
        Assert.False(bed.Vitals.TryGetProperty("values", out _));
        Assert.Empty(bed.Log["alerts"]);
    }
}
