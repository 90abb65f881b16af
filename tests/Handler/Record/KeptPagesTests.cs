using System.Net;
using System.Text.Json;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Patients;

namespace LiveView.Handler.Tests.Record;

/// <summary>What is kept of a tier that nobody recorded.</summary>
public sealed class KeptPagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "173")]
    public async Task A_page_of_a_document_begins_with_the_whole_document_wherever_it_begins()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        await house.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/ann?role=nurse", PatientHouse.Admin, Token);
        for (var heart = 70; heart < 76; heart++)
            await house.FoldAsync("p-1", $$"""{"heart":{{heart}},"oxygen":97}""", Token);
        var ann = OpenHouse.TokenOf("ann", "nurse");
        using var state = await house.SendAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", ann, Token);
        var (epoch, last) = state.Headers.ETag!.Tag.Trim('"').Split(':') is [var e, var o] ? (e, int.Parse(o, System.Globalization.CultureInfo.InvariantCulture)) : default;
        Assert.True(last >= 5);
        for (var from = 1; from <= last; from++)
        {
            using var answer = await house.SendAsync(HttpMethod.Get, $"/api/recordings/patients:p-1?tier=vitals&epoch={epoch}&from={from}&to={last}", ann, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var records = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)).GetProperty("records").EnumerateArray().ToList();
            Assert.Equal(Enumerable.Range(from, last - from + 1), records.Select(static record => record.GetProperty("update").GetProperty("offset").GetInt32()));
            var first = records[0].GetProperty("update");
            Assert.Equal("state", first.GetProperty("kind").GetString());
            using var then = await house.SendAsync(HttpMethod.Get, $"/api/tiers/patients:p-1/vitals/at?offset={epoch}:{from}", ann, Token);
            var moment = JsonElement.Parse(await then.Content.ReadAsStringAsync(Token)).GetProperty("state");
            Assert.Equal((moment.GetProperty("hash").GetString(), moment.GetProperty("data").GetRawText()), (first.GetProperty("hash").GetString(), first.GetProperty("data").GetRawText()));
            Assert.All(records.Skip(1), static record => Assert.Equal("patch", record.GetProperty("update").GetProperty("kind").GetString()));
        }

        Assert.Equal(HttpStatusCode.NotFound, await house.StatusAsync(HttpMethod.Get, $"/api/recordings/patients:p-1?tier=vitals&epoch=other&from=1&to={last}", ann, Token));
    }
}
