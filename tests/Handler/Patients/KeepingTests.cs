using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;
using LiveView.Handler.Doors;
using LiveView.Handler.Patients;
using LiveView.Handler.Patients.Retention;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Doors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Patients;

/// <summary>What is kept of a patient, under which seal, for how long, and on whose word.</summary>
public sealed class KeepingTests
{
    private static readonly Topic Patient = Topic.Parse("patients:p-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "58")]
    public async Task Who_was_kept_long_enough_is_deleted_and_a_proof_says_how_much_and_not_whose()
    {
        await using var house = await PatientHouse.StartAsync(Token, ("Patients:KeptDays", "1"));
        await house.FoldAsync("p-1", """{"heart":70,"oxygen":80}""", Token);
        await house.FoldAsync("p-2", """{"heart":70}""", Token);
        await house.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/ann?role=nurse", PatientHouse.Admin, Token);
        await AgeAsync(house, "patients:p-1", days: 2);
        await house.Services.GetRequiredService<Retainer>().RunAsync(default, Token);
        Assert.Equal(0, await RowsAsync(house, StateTables.Topics, "patients:p-1"));
        Assert.Equal(0, await RowsAsync(house, StateTables.Calls, "patients:p-1"));
        Assert.Equal(0, await RowsAsync(house, StateTables.Care, "p-1"));
        Assert.Equal(HttpStatusCode.Forbidden, await house.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", OpenHouse.TokenOf("ann", "nurse"), Token));
        Assert.True(await RowsAsync(house, StateTables.Topics, "patients:p-2") > 0);
        var proof = Assert.Single(await house.AuditAsync("retention", Token));
        Assert.Matches("^deleted patient: [0-9]+ rows, last [0-9-]+, sha256 [0-9a-f]{64}$", proof.GetProperty("what").GetString());
        Assert.DoesNotContain("p-1", proof.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(await house.AuditAsync("patients:p-1", Token)); // who saw them is kept longer than what they saw
    }

    [Fact]
    [Trait("Requirement", "58")]
    public async Task Who_was_kept_long_enough_is_found_below_more_patients_than_a_list_is_long()
    {
        await using var house = await PatientHouse.StartAsync(Token, ("Patients:KeptDays", "1"));
        await house.FoldAsync("p-1", """{"heart":70}""", Token);
        await AgeAsync(house, "patients:p-1", days: 2);
        var crowd = await house.CrowdAsync(Token);
        await house.Services.GetRequiredService<Retainer>().RunAsync(default, Token);
        Assert.Equal(0, await RowsAsync(house, StateTables.Topics, "patients:p-1"));
        Assert.Equal(crowd, await RowsAsync(house, StateTables.Recent, "patients"));
    }

    [Fact]
    [Trait("Requirement", "57")]
    public async Task A_sealed_patient_lies_in_the_table_as_nothing_that_can_be_read_and_is_read_as_before()
    {
        var (first, second) = (Key(), Key());
        await using var house = await PatientHouse.StartAsync(Token, ("Patients:SealKeys:a", first), ("Patients:SealKeys:b", second), ("Patients:SealWith", "a"));
        await house.FoldAsync("p-1", """{"heart":123,"oxygen":80}""", Token);
        await house.FoldAsync("p-1", """{"heart":124,"oxygen":81}""", Token);
        var table = TableOf(house, StateTables.Topics);
        var rows = 0;
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Patient.ToString()}"), cancellationToken: Token))
        {
            rows++;
            Assert.Equal("a", row.GetString("SealKey"));
            foreach (var (_, value) in row)
                Assert.DoesNotContain("heart", value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value?.ToString() ?? "", StringComparison.Ordinal);
        }

        Assert.True(rows >= 4);
        var store = house.Services.GetRequiredService<TopicStore>();
        Assert.Contains("\"124\"", Encoding.UTF8.GetString((await store.LoadAsync(Patient, Token))!.Head.State.Documents["vitals"].Span), StringComparison.Ordinal);
        Assert.Equal(2, (await store.ReadAsync(Patient.Tier("trend"), 1, 2, Token)).Count);
    }

    [Fact]
    [Trait("Requirement", "57")]
    public void A_seal_is_broken_by_any_change_and_by_any_move_and_its_key_can_be_changed()
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = Key(), ["b"] = Key() };
        var (seal, next) = (Seal(keys, "a"), Seal(keys, "b"));
        var plain = RandomNumberGenerator.GetBytes(70_000);
        TableEntity Row(string partition = "patients:p-1", string key = "head")
        {
            var row = new TableEntity(partition, key) { ["Title"] = "p-1" };
            Chunks.Write(row, "State", plain);
            return row;
        }

        var closed = seal.Close(Row());
        Assert.NotEqual(plain, Chunks.Read(closed, "State").ToArray());
        Assert.Equal(plain, Chunks.Read(next.Open(closed), "State").ToArray()); // under the old key, as long as it is there
        Assert.Equal("b", next.Close(Row()).GetString("SealKey"));
        Assert.Null(seal.Close(Row("sports:a")).GetString("SealKey"));
        Assert.Throws<FormatException>(() => Seal(new(StringComparer.Ordinal) { ["c"] = Key() }, "c").Open(seal.Close(Row())));
        foreach (var name in new[] { "State0", "State1", "SealDek", "SealTags" })
        {
            var changed = seal.Close(Row());
            changed.GetBinary(name)![3] ^= 1;
            Assert.Throws<FormatException>(() => seal.Open(changed));
        }

        var moved = seal.Close(Row());
        moved.PartitionKey = "patients:p-2";
        Assert.Throws<FormatException>(() => seal.Open(moved));
    }

    [Theory]
    [InlineData("Compliance:BaaAcknowledged", "", "Compliance:BaaAcknowledged")]
    [InlineData("Compliance:BaaAcknowledged", "yes", "Compliance:BaaAcknowledged")]
    [InlineData("Patients:Webhook", "", "Patients:Webhook")]
    [InlineData("Patients:Webhook", "http://pager.example", "Patients:Webhook")]
    [InlineData("Record:Topics", "game:*,patients:*", "Record:Topics")]
    [InlineData("Record:Topics", "*", "Record:Topics")]
    [InlineData("Record:Topics", "p*", "Record:Topics")]
    [InlineData("Record:Topics", "patients:p-1", "Record:Topics")]
    [InlineData("Patients:Agent", "http://agent.example", "Patients:Agent")]
    [InlineData("Entitlement:Roles:analyst", "sports:*,patients:*", "Entitlement:Roles")]
    [Trait("Requirement", "60")]
    public void In_production_patients_are_not_shown_unless_a_document_is_named_and_somebody_can_be_called(string name, string value, string says)
    {
        Production.Demand(Settings());
        Assert.Contains(says, Assert.Single(Assert.Throws<OptionsValidationException>(() => Production.Demand(Settings((name, value)))).Failures), StringComparison.Ordinal);
        Production.Demand(Settings((name, value), ("Push:Feeds", "game"), ("Record:Topics", "game:*"), ("Entitlement:Roles:analyst", "sports:*"))); // without patients it may be so
    }

    private static IConfiguration Settings(params IEnumerable<(string Name, string Value)> others)
    {
        var settings = new Dictionary<string, string?>
        {
            ["LV_ENV"] = "production",
            ["Identity:Secret"] = "kW7-qT2vZx9LmN4pRs6uYb8cEf1gHj3D",
            ["CORS_ORIGINS"] = "https://live.example",
            ["PubSub:EventAudience"] = "api://live-view-events",
            ["Push:Feeds"] = "game,patients",
            ["Compliance:BaaAcknowledged"] = "BAA 2026-04, signed 2026-04-02",
            ["Patients:Webhook"] = "https://pager.example/calls",
        };
        foreach (var (name, value) in others)
            settings[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Seal Seal(Dictionary<string, string> keys, string with) => new(new Settled<PatientsOptions>(new() { SealKeys = keys, SealWith = with }));

    private static TableClient TableOf(PatientHouse house, string name) => house.Services.GetRequiredKeyedService<TableClient>(name);

    private static async Task<int> RowsAsync(PatientHouse house, string table, string partition)
    {
        var rows = 0;
        await foreach (var _ in TableOf(house, table).QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: Token))
            rows++;
        return rows;
    }

    // As if nothing had been heard of the patient since.
    private static async Task AgeAsync(PatientHouse house, string topic, int days)
    {
        var lists = TableOf(house, StateTables.Recent);
        await foreach (var row in lists.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {"patients"} and Topic eq {topic}"), cancellationToken: Token))
        {
            row["Updated"] = row.GetDateTimeOffset("Updated")!.Value.AddDays(-days);
            await lists.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Token);
        }
    }
}
