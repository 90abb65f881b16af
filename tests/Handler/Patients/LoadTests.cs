using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace LiveView.Handler.Tests.Patients;

/// <summary>A ward and two wards at once, through the doors, with an audit row for each push.</summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Requirement", "89")]
    [InlineData(50)]
    [InlineData(100)]
    public async Task Fifty_and_a_hundred_patients_who_are_measured_every_second_are_taken_and_written_down(int patients)
    {
        const int Rounds = 4;
        await using var house = await PatientHouse.StartAsync(Token, ("Limits:Streams:patients", "100"), ("Push:AtOnce", "200"));
        ConcurrentBag<double> took = [];
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            await Parallel.ForEachAsync(Enumerable.Range(1, patients), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (patient, stop) =>
            {
                var at = TimeProvider.System.GetTimestamp();
                Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync($"p-{patient}", $$"""{"heart":{{60 + round}},"oxygen":97}""", stop));
                took.Add(TimeProvider.System.GetElapsedTime(at).TotalMilliseconds);
            });
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var sorted = took.Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"vitals-{patients}: {took.Count} pushes in {seconds:F1} s ({took.Count / seconds:F0}/s), p50 {sorted[sorted.Count / 2]:F0} ms, p99 {sorted[(int)(sorted.Count * 0.99)]:F0} ms"));
        Assert.Equal(patients * Rounds, took.Count);
        foreach (var patient in new[] { 1, patients / 2, patients })
            Assert.Equal(Rounds, (await house.AuditAsync($"patients:p-{patient}", Token)).Count);
    }
}
