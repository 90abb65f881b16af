using System.Text;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>Vital signs as FHIR R4 writes them, the official examples among them.</summary>
public sealed class FhirTests
{
    [Theory]
    [InlineData("heart-rate", "example", "heart", "44")]
    [InlineData("respiratory-rate", "example", "respiration", "26")]
    [InlineData("body-temperature", "example", "temperature", "36.5")]
    [InlineData("satO2", "example", "oxygen", "95")]
    [InlineData("bloodpressure", "example", "systolic", "107")]
    [InlineData("bloodpressure", "example", "diastolic", "60")]
    public void An_official_example_becomes_its_value(string name, string patient, string vital, string value)
    {
        var bed = new Bed(patient);
        Assert.Empty(bed.Push(Example(name)).Refusals);
        Assert.Equal(value, bed.Value(vital));
        Assert.Single(bed.Log["trend"]);
    }

    [Theory]
    [InlineData("vitals-panel", "example")] // its members come by themselves
    [InlineData("bloodpressure-cancel", "example")] // an interpretation "low" stands there, and no value
    [InlineData("unsat", "f001")]
    public void An_official_example_without_a_value_is_taken_and_says_nothing(string name, string patient)
    {
        var bed = new Bed(patient);
        Assert.Empty(bed.Push(Example(name)).Refusals);
        Assert.Null(bed.State);
    }

    [Fact]
    public void Every_official_example_is_taken_for_its_patient_and_refused_with_a_reason_for_another()
    {
        var files = Directory.GetFiles(Folder(), "*.json");
        Assert.Equal(8, files.Length);
        foreach (var file in files)
        {
            var patient = file.Contains("unsat", StringComparison.Ordinal) ? "f001" : "example";
            Assert.Empty(new Bed(patient).Push(File.ReadAllText(file)).Refusals);
            var refusal = Assert.Single(new Bed("another").Push(File.ReadAllText(file)).Refusals);
            Assert.Equal(Rejection.WrongDocument, refusal.Reason);
            Assert.False(string.IsNullOrEmpty(refusal.Detail));
        }
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient"}""", Rejection.WrongDocument)]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]}""", Rejection.WrongDocument)]
    [InlineData("""{"resourceType":"Observation","status":"unknown","subject":{"reference":"Patient/p-1"}}""", Rejection.Malformed)]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", Rejection.NoTopic)]
    [InlineData("""{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p-10"}}""", Rejection.WrongDocument)]
    [InlineData("""{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p-1"},"code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131328"}]}}""", Rejection.WrongDocument)]
    [InlineData("""{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p-1"},"code":{"coding":[{"system":"http://acme.org","code":"8867-4"}],"text":"Heart rate"}}""", Rejection.WrongDocument)]
    [InlineData("[1]", Rejection.Malformed)]
    [InlineData("{\"resourceType\":\"Obser", Rejection.Malformed)]
    public void What_is_no_vital_sign_of_the_patient_is_refused_with_a_reason(string json, Rejection reason)
    {
        var refusal = Assert.Single(new Bed().Push(json).Refusals);
        Assert.Equal(reason, refusal.Reason);
        Assert.DoesNotContain("p-1", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"value":98.6,"system":"http://unitsofmeasure.org","code":"[degF]"}""", "37.0")]
    [InlineData("""{"value":37.0,"system":"http://unitsofmeasure.org","code":"Cel"}""", "37.0")]
    [InlineData("""{"value":310.15,"system":"http://unitsofmeasure.org","code":"K"}""", "37.00")]
    public void A_temperature_is_brought_to_Celsius_and_keeps_its_digits(string quantity, string value)
    {
        var bed = new Bed();
        bed.Push(Observation("8310-5", quantity));
        Assert.Equal(value, bed.Value("temperature"));
    }

    [Fact]
    public void A_fraction_is_no_percentage_and_kilopascal_no_millimetres()
    {
        var bed = new Bed();
        bed.Push(Observation("2708-6", """{"value":0.97,"system":"http://unitsofmeasure.org","code":"1"}"""));
        bed.Push(Observation("8480-6", """{"value":16,"system":"http://unitsofmeasure.org","code":"kPa"}"""));
        Assert.Equal(("97.00", "120.0"), (bed.Value("oxygen"), bed.Value("systolic")));
        Assert.Equal(Rejection.Malformed, Assert.Single(bed.Push(Observation("8310-5", """{"value":98.6,"system":"http://unitsofmeasure.org","code":"furlong"}""")).Refusals).Reason);
    }

    [Fact]
    public void What_is_entered_in_error_is_taken_back_and_the_value_before_it_stands_again()
    {
        var bed = new Bed();
        bed.Push(Observation("8867-4", """{"value":70,"code":"/min"}""", "a", "2026-11-21T08:58:00Z"));
        bed.Push(Observation("8867-4", """{"value":190,"code":"/min"}""", "b", "2026-11-21T08:59:00Z"));
        Assert.Equal("190", bed.Value("heart"));
        bed.Push(Observation("8867-4", """{"value":190,"code":"/min"}""", "b", "2026-11-21T08:59:00Z", "entered-in-error"));
        Assert.Equal("70", bed.Value("heart"));
        Assert.Equal("b", bed.Log["trend"][^1].GetProperty("retracted").GetString());
        Assert.Contains("raised heart.high", bed.Events);
        Assert.Contains("cleared heart.high", bed.Events);
    }

    [Fact]
    public void A_retraction_that_comes_before_what_it_retracts_holds()
    {
        var bed = new Bed();
        bed.Push("""{"heart":70,"at":"2026-11-21T08:58:00Z"}""");
        bed.Push(Observation("8867-4", """{"value":190,"code":"/min"}""", "b", "2026-11-21T08:59:00Z", "cancelled"));
        bed.Push(Observation("8867-4", """{"value":190,"code":"/min"}""", "b", "2026-11-21T08:59:00Z"));
        Assert.Equal("70", bed.Value("heart"));
    }

    [Fact]
    public void A_bundle_is_taken_whole_or_not_at_all()
    {
        var (good, bad) = (Observation("8867-4", """{"value":70,"code":"/min"}"""), Observation("8310-5", """{"value":98.6,"code":"furlong"}"""));
        var bed = new Bed();
        Assert.Single(bed.Push($$"""{"resourceType":"Bundle","entry":[{"resource":{{good}}},{"resource":{{bad}}}]}""").Refusals);
        Assert.Null(bed.State);
        bed.Push($$"""{"resourceType":"Bundle","entry":[{"resource":{{good}}},{"resource":{{Observation("9279-1", """{"value":16,"code":"/min"}""")}}}]}""");
        Assert.Equal(("70", "16"), (bed.Value("heart"), bed.Value("respiration")));
    }

    [Fact]
    public void Consciousness_and_oxygen_are_read_by_their_codes()
    {
        var bed = new Bed();
        bed.Push("""{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p-1"},"code":{"coding":[{"system":"http://loinc.org","code":"80288-4"}]},"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"130987000"}]}}""");
        bed.Push(Observation("3151-8", """{"value":2,"code":"L/min"}"""));
        Assert.Equal(("C", "oxygen"), (bed.Value("consciousness"), bed.Value("supplemental")));
        bed.After(1).Push(Observation("3150-6", """{"value":21,"code":"%"}"""));
        Assert.Equal("air", bed.Value("supplemental"));
    }

    private static string Observation(string loinc, string quantity, string? id = null, string? at = null, string status = "final") => $$"""
        {"resourceType":"Observation","status":"{{status}}",{{(id is null ? "" : $"\"id\":\"{id}\",")}}{{(at is null ? "" : $"\"effectiveDateTime\":\"{at}\",")}}"subject":{"reference":"Patient/p-1"},
         "code":{"coding":[{"system":"http://acme.org","code":"local"},{"system":"http://loinc.org","code":"{{loinc}}"}]},"valueQuantity":{{quantity}}}
        """;

    private static string Example(string name) => File.ReadAllText(Path.Combine(Folder(), $"observation-example-{name}.json"), Encoding.UTF8);

    private static string Folder()
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES names no folder of recorded answers.");
        return Path.Combine(root, "patients", "fhir_r4");
    }
}
