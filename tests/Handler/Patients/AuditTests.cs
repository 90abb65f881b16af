using System.Net;
using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Handler.Patients.Audit;
using LiveView.Handler.Resources;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;
using LiveView.Local.Auditing;
using LiveView.Local.Azurite;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Patients;

/// <summary>The audit on a real table: every row is there once, in a chain, and nothing of it can be changed unseen.</summary>
public sealed class AuditTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Chain = "patients:p-1";

    private static readonly string[] Asked = ["patients:p-9/vitals", "patients:p-9/alerts"];

    private readonly Tap _tap = new();
    private AzuriteProcess? _azurite;
    private TableClient? _table;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableClient Table => _table ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, Token);
        _table = new(_azurite.ConnectionString, StateTables.Audit, new() { Transport = _tap });
        await _table.CreateIfNotExistsAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _tap.Dispose();
    }

    [Fact]
    [Trait("Requirement", "56")]
    public async Task Rows_of_several_instances_at_once_are_one_chain_with_as_many_rows_as_accesses()
    {
        using AuditChain first = new(Table, TimeProvider.System, new()), second = new(Table, TimeProvider.System, new()), third = new(Table, TimeProvider.System, new());
        await Task.WhenAll(Enumerable.Range(0, 150).Select(n => new[] { first, second, third }[n % 3].AppendAsync(Entry(n), Token)));
        var lines = await LinesAsync();
        Assert.Empty(ChainVerifier.Verify(Chain, lines, out var rows, out _));
        Assert.Equal(150, rows);
        Assert.Equal(150, lines.Where(static line => line.Contains("body", StringComparison.Ordinal)).Select(What).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_row_whose_answer_was_lost_is_there_once()
    {
        using var chain = new AuditChain(Table, TimeProvider.System, new());
        await chain.AppendAsync(Entry(0), Token);
        var lost = 0;
        _tap.LosesAnswer = request => request.Uri.ToString().Contains("$batch", StringComparison.Ordinal) && Interlocked.Increment(ref lost) == 1;
        await chain.AppendAsync(Entry(1), Token);
        await chain.AppendAsync(Entry(2), Token);
        Assert.Empty(ChainVerifier.Verify(Chain, await LinesAsync(), out var rows, out _));
        Assert.Equal((3, true), (rows, lost > 0));
    }

    [Fact]
    [Trait("Requirement", "56")]
    public async Task One_flipped_bit_in_any_row_is_found()
    {
        using var chain = new AuditChain(Table, TimeProvider.System, new());
        for (var n = 0; n < 12; n++)
            await chain.AppendAsync(Entry(n), Token);
        var lines = await LinesAsync();
        Assert.Empty(ChainVerifier.Verify(Chain, lines, out _, out _));
        var (flips, found) = (0, 0);
        for (var row = 0; row < lines.Count; row++)
        {
            var parts = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(lines[row])!;
            foreach (var (name, value) in parts)
            {
                var text = value.ToString();
                for (var at = 0; at < text.Length; at++)
                {
                    for (var bit = 0; bit < 7; bit++)
                    {
                        var flipped = $"{text[..at]}{(char)(text[at] ^ (1 << bit))}{text[(at + 1)..]}";
                        if (name == "count" && !long.TryParse(flipped, System.Globalization.CultureInfo.InvariantCulture, out _))
                            continue; // the table would not hold it as a number
                        flips++;
                        found += ChainVerifier.Verify(Chain, Changed(lines, row, parts, name, flipped), out _, out _).Count > 0 ? 1 : 0;
                    }
                }
            }
        }

        output.WriteLine($"{flips} bits flipped in {lines.Count} rows, {found} found");
        Assert.True(flips > 20_000);
        Assert.Equal(flips, found);
    }

    [Theory]
    [InlineData("a row is taken out")]
    [InlineData("two rows change places")]
    [InlineData("the last row is cut off")]
    [InlineData("the head is gone")]
    [InlineData("a row is put in")]
    public async Task What_is_taken_out_put_in_or_moved_is_found(string what)
    {
        using var chain = new AuditChain(Table, TimeProvider.System, new());
        for (var n = 0; n < 6; n++)
            await chain.AppendAsync(Entry(n), Token);
        var lines = await LinesAsync();
        switch (what)
        {
            case "a row is taken out": lines.RemoveAt(2); break;
            case "two rows change places": (lines[1], lines[2]) = (lines[2], lines[1]); break;
            case "the last row is cut off": lines.RemoveAt(5); break;
            case "the head is gone": lines.RemoveAt(6); break;
            default: lines.Insert(3, lines[2]); break;
        }

        Assert.NotEmpty(ChainVerifier.Verify(Chain, lines, out _, out _));
    }

    [Fact]
    [Trait("Requirement", "56")]
    public async Task Every_access_to_a_patient_is_one_row_that_says_who_what_whom_why_and_how_it_was_decided()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        await house.FoldAsync("p-9", """{"heart":70}""", Token);
        var nurse = Doors.OpenHouse.TokenOf("ann", "nurse");
        Assert.Equal(HttpStatusCode.NoContent, await house.StatusAsync(HttpMethod.Put, "/api/patients/p-9/team/ann?role=nurse", PatientHouse.Admin, Token)); // 1
        Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync("p-9", """{"heart":71}""", Token)); // 2
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await house.PushAsync("p-9", """{"hart":71}""", Token)); // 3
        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-9/vitals", nurse, Token)); // 4
        Assert.Equal(HttpStatusCode.Unauthorized, await house.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-9/vitals", null, Token)); // 5
        Assert.Equal(HttpStatusCode.Forbidden, await house.StatusAsync(HttpMethod.Get, "/api/topics/patients:p-9", Doors.OpenHouse.TokenOf("eve", "nurse"), Token)); // 6
        Assert.Equal(HttpStatusCode.Unauthorized, await house.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-9/trend", "a forged token", Token)); // 7
        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync(HttpMethod.Post, "/api/negotiate", nurse, Token, new { tiers = Asked })); // 8 and 9
        Assert.Equal(HttpStatusCode.Accepted, await house.StatusAsync(HttpMethod.Post, "/api/patients/p-9/alerts/oxygen.low-1/acknowledge", nurse, Token)); // 10
        using (await house.SendAsync(HttpMethod.Get, "/api/tiers/patients:p-9/alerts", nurse, Token, null, ("X-Purpose", "handover"))) // 11
            Assert.Empty(await house.AuditAsync("patients:p-8", Token));
        var rows = await house.AuditAsync("patients:p-9", Token);
        Assert.Equal(11, rows.Count);
        Assert.Equal(
            ["root", "device", "device", "ann", "nobody", "eve", "unproven", "ann", "ann", "ann", "ann"],
            rows.Select(static row => row.GetProperty("who").GetString()));
        Assert.Equal(
            ["allowed 204", "allowed 202", "failed 422", "allowed 200", "denied 401", "denied 403", "denied 401", "allowed 200", "allowed 200", "allowed 202", "failed 404"],
            rows.Select(static row => row.GetProperty("decision").GetString()));
        Assert.Equal(("care", "handover"), (rows[0].GetProperty("why").GetString(), rows[^1].GetProperty("why").GetString()));
        Assert.Contains("/api/tiers/{**name} vitals", rows[3].GetProperty("what").GetString(), StringComparison.Ordinal);
        var feed = await house.AuditAsync("patients", Token); // who read the audit itself, and of which chain, stands in that chain
        Assert.Empty(feed);
        Assert.Equal(12, (await house.AuditAsync("patients:p-9", Token)).Count);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_given()
    {
        await using var house = await PatientHouse.StartAsync(Token, ("Storage:CreateIfMissing", "false")); // nobody makes it again
        await house.Services.GetRequiredService<MissingResources>().MakeAsync(Token);
        await house.FoldAsync("p-9", """{"heart":70}""", Token);
        await house.StatusAsync(HttpMethod.Put, "/api/patients/p-9/team/ann?role=nurse", PatientHouse.Admin, Token);
        var table = (TableClient)((IKeyedServiceProvider)house.Services).GetRequiredKeyedService(typeof(TableClient), StateTables.Audit);
        await table.DeleteAsync(Token);
        using var answer = await house.SendAsync(HttpMethod.Get, "/api/tiers/patients:p-9/vitals", Doors.OpenHouse.TokenOf("ann", "nurse"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("heart", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static AuditEntry Entry(int n) => new("ann", $"GET {n}", Chain, "care", "allowed 200");

    private static string What(string line) => JsonDocument.Parse(JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()!).RootElement.GetProperty("what").GetString()!;

    private static List<string> Changed(List<string> lines, int row, Dictionary<string, JsonElement> parts, string name, string value)
    {
        var changed = parts.ToDictionary(static part => part.Key, part => part.Key == name ? name == "count" ? (object)long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : value : part.Value);
        List<string> copy = [.. lines];
        copy[row] = JsonSerializer.Serialize(changed);
        return copy;
    }

    private async Task<List<string>> LinesAsync()
    {
        List<string> lines = [];
        await foreach (var row in Table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Chain}"), cancellationToken: Token))
        {
            var line = new Dictionary<string, object?> { ["chain"] = row.PartitionKey, ["row"] = row.RowKey, ["hash"] = row.GetString("Hash") };
            if (row.GetString("Body") is { } body)
                line["body"] = body;
            if (row.GetInt64("Count") is { } count)
                line["count"] = count;
            lines.Add(JsonSerializer.Serialize(line));
        }

        return lines;
    }
}
