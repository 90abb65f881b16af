using LiveView.Core.Feeds;
using LiveView.Feeds.Patients;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>When somebody is alerted, and when somebody is called.</summary>
public sealed class AlertTests
{
    private const string Well = """{"heart":70,"respiration":16,"oxygen":97,"pressure":{"systolic":120,"diastolic":80},"temperature":37.0,"consciousness":"A","supplemental":false}""";

    [Fact]
    public void A_bound_is_crossed_once_and_left_once_and_a_critical_one_calls()
    {
        var bed = new Bed();
        bed.Push(Well);
        foreach (var oxygen in new[] { 89, 88, 85, 95 })
            bed.After(1).Push($$"""{"oxygen":{{oxygen}}}""");
        Assert.Equal(["raised oxygen.low", "raised news2.single", "cleared oxygen.low", "cleared news2.single"], bed.Events.Where(static happened => happened.EndsWith("oxygen.low", StringComparison.Ordinal) || happened.EndsWith("single", StringComparison.Ordinal)));
        var raised = bed.Log["alerts"][0];
        Assert.Equal(("critical", "89", true), (raised.GetProperty("severity").GetString(), raised.GetProperty("value").GetString(), raised.GetProperty("call").GetBoolean()));
        Assert.False(bed.Log["alerts"][1].TryGetProperty("call", out _)); // a warning waits to be seen
    }

    [Fact]
    public void A_score_of_seven_calls_even_while_it_is_incomplete()
    {
        var bed = new Bed();
        bed.Push("""{"respiration":25,"oxygen":91,"supplemental":true}"""); // 8 of three parts: it cannot become less
        Assert.Contains("raised news2.high", bed.Events);
        Assert.Equal(8, bed.News2.GetProperty("atLeast").GetInt32());
    }

    [Fact]
    public void An_alert_does_not_go_out_because_its_sensor_did()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(1).Push("""{"oxygen":85}""");
        bed.After(600).Look();
        Assert.DoesNotContain("cleared oxygen.low", bed.Events);
        Assert.Contains(bed.Vitals.GetProperty("alerts").EnumerateObject(), static alert => alert.Value.GetProperty("rule").GetString() == "oxygen.low");
    }

    [Fact]
    public void What_made_a_score_high_must_be_known_again_before_the_alert_goes_out()
    {
        var bed = new Bed();
        bed.Push("""{"oxygen":80,"heart":70}""");
        Assert.Contains("raised news2.single", bed.Events);
        bed.After(1).Push("""{"oxygen":97}"""); // five other parts are not known, and none of them raised it
        Assert.Contains("cleared news2.single", bed.Events);
        bed.After(1).Push("""{"oxygen":80}""");
        bed.After(301).Push("""{"heart":70}"""); // nobody knows the oxygen
        Assert.Single(bed.Events, static happened => happened == "cleared news2.single");
    }

    [Fact]
    public void Silence_is_noticed_though_the_connection_lives_and_ends_with_the_next_value()
    {
        var bed = new Bed();
        bed.Push(Well);
        Assert.False(bed.Feed.IsDue(bed.State!, bed.After(30).Now));
        Assert.True(bed.Feed.IsDue(bed.State!, bed.After(1).Now));
        bed.Push("""{"heart":0}"""); // the connection lives
        bed.Look();
        Assert.Equal(["raised silence"], bed.Events);
        bed.After(5).Push("""{"heart":70}""");
        Assert.Equal(["raised silence", "cleared silence"], bed.Events);
    }

    [Fact]
    public void What_nobody_acknowledges_is_passed_on_once_and_calls()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(31).Look();
        bed.After(119).Look();
        Assert.Equal(["raised silence"], bed.Events);
        bed.After(1).Look();
        bed.After(60).Look();
        Assert.Equal(["raised silence", "escalated silence"], bed.Events);
        Assert.True(bed.Log["alerts"][^1].GetProperty("call").GetBoolean());
    }

    [Fact]
    public void What_somebody_acknowledges_is_not_passed_on_and_says_who_it_was()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(31).Look();
        var id = bed.Log["alerts"][0].GetProperty("alert").GetString();
        bed.After(10).Act($$"""{"acknowledge":"{{id}}","by":"nurse-7"}""");
        bed.After(10).Act($$"""{"acknowledge":"{{id}}","by":"nurse-8"}"""); // once is enough
        bed.Act("""{"acknowledge":"silence-1","by":"nurse-8"}"""); // there is no such alert
        bed.After(600).Look();
        Assert.Equal(["raised silence", "acknowledged silence"], bed.Events);
        Assert.Equal("nurse-7", bed.Vitals.GetProperty("alerts").GetProperty(id!).GetProperty("by").GetString());
    }

    [Fact]
    public void Who_is_watched_no_more_has_no_alerts_and_is_not_missed()
    {
        var bed = new Bed();
        bed.Push(Well);
        bed.After(1).Push("""{"oxygen":85}""");
        bed.After(1).Act("""{"end":true,"by":"nurse-7"}""");
        Assert.Equal(Phase.Finished, bed.State!.Phase);
        Assert.Contains("cleared oxygen.low", bed.Events);
        bed.After(600).Look();
        Assert.DoesNotContain("raised silence", bed.Events);
        bed.Push(Well);
        Assert.Equal(Phase.Live, bed.State.Phase);
    }

    [Fact]
    public void Bounds_are_settings()
    {
        var bed = new Bed(policies: PatientsPolicies.Parse("heart>100", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)));
        bed.Push("""{"heart":101}""");
        Assert.Equal(["raised heart.high"], bed.Events);
        bed.After(6).Look();
        Assert.Equal(["raised heart.high", "raised silence"], bed.Events);
        Assert.Throws<FormatException>(static () => PatientsPolicies.Parse("heart=100", default, default));
        Assert.Throws<FormatException>(static () => PatientsPolicies.Parse("heart>100,heart>110!", default, default));
    }
}
