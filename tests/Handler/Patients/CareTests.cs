using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using LiveView.Handler.Patients.Care;
using LiveView.Handler.Tests.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Patients;

/// <summary>Who may see a patient: nobody, unless of the care team and in the role, or with a broken glass.</summary>
public sealed class CareTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Tiers = ["vitals", "trend", "alerts"];

    private PatientHouse? _house;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PatientHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _house = await PatientHouse.StartAsync(Token);

    public ValueTask DisposeAsync() => House.DisposeAsync();

    [Fact]
    [Trait("Requirement", "59")]
    public async Task Who_may_see_one_tier_of_a_patient_gets_no_other_by_way_of_the_recordings()
    {
        await House.FoldAsync("p-1", """{"heart":70,"oxygen":97}""", Token);
        foreach (var (subject, role) in new[] { ("tom", "technician"), ("ann", "nurse") })
            await House.StatusAsync(HttpMethod.Put, $"/api/patients/p-1/team/{subject}?role={role}", PatientHouse.Admin, Token);
        using var state = await House.SendAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", OpenHouse.TokenOf("tom", "technician"), Token);
        var epoch = state.Headers.ETag!.Tag.Trim('"').Split(':')[0];
        async Task<HttpStatusCode> KeptAsync(string bearer, string query) =>
            await House.StatusAsync(HttpMethod.Get, $"/api/recordings/patients:p-1{query}", bearer, Token);
        var (tom, ann) = (OpenHouse.TokenOf("tom", "technician"), OpenHouse.TokenOf("ann", "nurse"));
        Assert.Equal(HttpStatusCode.OK, await KeptAsync(tom, $"?tier=vitals&epoch={epoch}&from=1&to=1"));
        Assert.Equal(HttpStatusCode.Forbidden, await KeptAsync(tom, $"?tier=trend&epoch={epoch}&from=1&to=1"));
        Assert.Equal(HttpStatusCode.OK, await KeptAsync(ann, $"?tier=trend&epoch={epoch}&from=1&to=1"));
        string[] wholes =
        [
            "", "?from=1&to=1", "/export", "/EXPORT/", "/export?tier=vitals", "/export?tier=vitals&from=1&to=1", "?tier=vitals", "?tier=vitals&from=&to=", "?tier=vitals&from=1", "?tier=none&from=1&to=1", "?tier=none",
            "?tier=vitals&tier=trend&from=1&to=1", "?tier=&from=1&to=1",
        ];
        foreach (var whole in wholes)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await KeptAsync(tom, whole));
            Assert.InRange(await KeptAsync(ann, whole), HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity); // allowed, and nothing is recorded, or asked wrongly
        }
    }

    [Fact]
    [Trait("Requirement", "59")]
    public async Task A_thousand_random_accesses_by_random_subjects_leak_nothing_and_each_is_audited()
    {
        var chance = new Random(20261121);
        string[] patients = [.. Enumerable.Range(1, 10).Select(static n => $"p-{n}")];
        string[] subjects = [.. Enumerable.Range(1, 20).Select(static n => $"s-{n}")];
        string[] roles = ["nurse", "technician", "analyst", "admin", "break-glass"];
        foreach (var patient in patients)
            await House.FoldAsync(patient, $$"""{"heart":{{Secret(patient)}},"oxygen":80}""", Token);
        HashSet<(string Patient, string Subject, string Role)> teams = [];
        for (var i = 0; i < 60; i++)
        {
            var (patient, subject, role) = (Any(patients), Any(subjects), Any(roles.AsSpan(0, 2)));
            teams.RemoveWhere(member => member.Patient == patient && member.Subject == subject);
            teams.Add((patient, subject, role));
            Assert.Equal(HttpStatusCode.NoContent, await House.StatusAsync(HttpMethod.Put, $"/api/patients/{patient}/team/{subject}?role={role}", PatientHouse.Admin, Token));
        }

        var before = await RowsAsync(patients);
        ConcurrentDictionary<string, int> accesses = new(StringComparer.Ordinal);
        ConcurrentBag<string> leaks = [];
        var (allowed, denied) = (0, 0);
        var plan = Enumerable.Range(0, 1_000).Select(_ => (Patient: Any(patients), Tier: Any(Tiers), Subject: Any(subjects), Held: roles.Where(_ => chance.Next(3) == 0).ToArray(), Way: chance.Next(5))).ToList();
        await Parallel.ForEachAsync(plan, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (one, stop) =>
        {
            var may = teams.Any(member => member.Patient == one.Patient && member.Subject == one.Subject && one.Held.Contains(member.Role) && (member.Role == "nurse" || one.Tier == "vitals"));
            var knows = teams.Any(member => member.Patient == one.Patient && member.Subject == one.Subject && one.Held.Contains(member.Role));
            var bearer = OpenHouse.TokenOf(one.Subject, one.Held);
            var tier = $"patients:{one.Patient}/{one.Tier}";
            using var answer = await (one.Way switch
            {
                0 => House.SendAsync(HttpMethod.Get, $"/api/tiers/{tier}", bearer, stop),
                1 => House.SendAsync(HttpMethod.Get, $"/api/tiers/{Uri.EscapeDataString(tier)}/at?offset=1", bearer, stop),
                2 => House.SendAsync(HttpMethod.Post, "/api/negotiate", bearer, stop, new { tiers = new[] { tier } }),
                3 => House.SendAsync(HttpMethod.Get, $"/api/topics/patients:{one.Patient}", bearer, stop),
                _ => House.SendAsync(HttpMethod.Get, $"/api/tiers/{tier}/1/sources", bearer, stop),
            });
            accesses.AddOrUpdate(one.Patient, 1, static (_, count) => count + 1);
            var text = await answer.Content.ReadAsStringAsync(stop);
            var expected = one.Way == 3 ? knows : may;
            if (answer.IsSuccessStatusCode != expected && answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity))
                leaks.Add($"{one} was answered {(int)answer.StatusCode}");
            if (!expected && (answer.IsSuccessStatusCode || patients.Any(patient => text.Contains(Secret(patient), StringComparison.Ordinal) || text.Contains($"\"{patient}\"", StringComparison.Ordinal))))
                leaks.Add($"{one} leaked: {text}");
            if (answer.IsSuccessStatusCode)
                Interlocked.Increment(ref allowed);
            else
                Interlocked.Increment(ref denied);
        });
        Assert.Empty(leaks);
        var after = await RowsAsync(patients);
        foreach (var patient in patients)
            Assert.Equal(accesses.GetValueOrDefault(patient) + 1, after[patient] - before[patient]); // and the one in which the audit was read before
        output.WriteLine($"1,000 accesses: {allowed} allowed, {denied} refused, {leaks.Count} leaks; audit rows {after.Values.Sum() - before.Values.Sum() - patients.Length} of {accesses.Values.Sum()} accesses");
        Assert.True(allowed > 20 && denied > 500);

        T Any<T>(ReadOnlySpan<T> of) => of[chance.Next(of.Length)];
    }

    [Fact]
    public async Task The_list_of_a_ward_shows_each_their_own_patients()
    {
        foreach (var patient in new[] { "p-1", "p-2", "p-3" })
            await House.FoldAsync(patient, """{"heart":70}""", Token);
        await House.StatusAsync(HttpMethod.Put, "/api/patients/p-2/team/ann?role=nurse", PatientHouse.Admin, Token);
        using var answer = await House.SendAsync(HttpMethod.Get, "/api/topics?feed=patients", OpenHouse.TokenOf("ann", "nurse"), Token);
        var list = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(["patients:p-2"], list.GetProperty("topics").EnumerateArray().Select(static topic => topic.GetProperty("topic").GetString()));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, await House.StatusAsync(HttpMethod.Get, "/api/topics?feed=patients", null, Token)); // though the settings of this house call patients public
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/topics?feed=patients", OpenHouse.TokenOf("eve", "nurse"), Token));
        Assert.Equal(3, (await House.AuditAsync("patients", Token)).Count);
    }

    [Fact]
    public async Task Who_leaves_the_team_is_out_at_once_and_a_living_connection_ends()
    {
        await House.FoldAsync("p-1", """{"heart":70}""", Token);
        var ann = OpenHouse.TokenOf("ann", "nurse");
        await House.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/ann?role=nurse", PatientHouse.Admin, Token);
        var visitor = new Visitor(House.House, Token);
        using var socket = await visitor.ConnectAsync((await visitor.NegotiateAsync("patients:p-1/vitals", ann)).Url!);
        Assert.Equal(HttpStatusCode.NoContent, await House.StatusAsync(HttpMethod.Delete, "/api/patients/p-1/team/ann", PatientHouse.Admin, Token));
        await visitor.ClosedAsync(socket);
        Assert.NotEqual(WebSocketState.Open, socket.State);
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", ann, Token));
    }

    [Fact]
    [Trait("Requirement", "59")]
    public async Task A_broken_glass_opens_one_patient_for_a_while_with_a_reason_that_is_kept()
    {
        await House.FoldAsync("p-1", """{"heart":70}""", Token);
        await House.FoldAsync("p-2", """{"heart":70}""", Token);
        var (doctor, nurse) = (OpenHouse.TokenOf("doc", "break-glass"), OpenHouse.TokenOf("ann", "nurse"));
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", doctor, Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await House.StatusAsync(HttpMethod.Post, "/api/patients/p-1/glass", doctor, Token, new { reason = "because" }));
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Post, "/api/patients/p-1/glass", nurse, Token, new { reason = "found unconscious in the corridor" }));
        Assert.Equal(HttpStatusCode.Created, await House.StatusAsync(HttpMethod.Post, "/api/patients/p-1/glass", doctor, Token, new { reason = "found unconscious in the corridor" }));
        foreach (var tier in Tiers)
            Assert.NotEqual(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, $"/api/tiers/patients:p-1/{tier}", doctor, Token));
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-2/vitals", doctor, Token));
        var rows = await House.AuditAsync("patients:p-1", Token);
        Assert.Equal("found unconscious in the corridor", rows.Single(static row => row.GetProperty("what").GetString() == "break glass").GetProperty("why").GetString());
        Assert.Equal(1 + 2 + 1 + 1 + 3, rows.Count); // a refused look, two refused glasses, the request, its reason, the three tiers
    }

    [Fact]
    public async Task A_glass_is_whole_again_after_its_time_and_takes_no_place_in_the_team_with_it()
    {
        await House.FoldAsync("p-1", """{"heart":70}""", Token);
        var doctor = OpenHouse.TokenOf("doc", "break-glass", "technician");
        await House.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/doc?role=technician", PatientHouse.Admin, Token);
        await House.StatusAsync(HttpMethod.Post, "/api/patients/p-1/glass", doctor, Token, new { reason = "found unconscious in the corridor" });
        Assert.NotEqual(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/alerts", doctor, Token));
        var teams = House.Services.GetRequiredService<CareTeams>();
        await teams.AddAsync("p-1", "doc", "break-glass", TimeProvider.System.GetUtcNow().AddSeconds(-1), Token); // its time is over
        Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/alerts", doctor, Token));
        Assert.Equal(2, (await teams.ReadAsync("p-1", Token)).Count);
        await House.Services.GetRequiredService<CareEndpoints>().EndAsync(Token);
        Assert.Equal("technician", Assert.Single(await teams.ReadAsync("p-1", Token)).Role);
        Assert.Equal(HttpStatusCode.OK, await House.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", doctor, Token));
    }

    [Fact]
    public async Task Whose_connection_could_not_be_closed_when_the_hour_was_over_is_shown_out_by_the_next_round()
    {
        await House.FoldAsync("p-1", """{"heart":70}""", Token);
        var doctor = OpenHouse.TokenOf("doc", "break-glass");
        await House.StatusAsync(HttpMethod.Post, "/api/patients/p-1/glass", doctor, Token, new { reason = "found unconscious in the corridor" });
        var visitor = new Visitor(House.House, Token);
        using var socket = await visitor.ConnectAsync((await visitor.NegotiateAsync("patients:p-1/vitals", doctor)).Url!);
        await House.Services.GetRequiredService<CareTeams>().AddAsync("p-1", "doc", "break-glass", TimeProvider.System.GetUtcNow().AddSeconds(-1), Token); // its time is over
        var rounds = House.Services.GetRequiredService<CareEndpoints>();
        House.House.PubSub.Board.Faults.Set(new() { Throttle = 1 }); // nothing can be closed
        await rounds.EndAsync(Token);
        Assert.Equal(WebSocketState.Open, socket.State);
        Assert.DoesNotContain(await House.AuditAsync("patients:p-1", Token), static row => row.GetProperty("what").GetString() == "glass is whole again");
        House.House.PubSub.Board.Faults.Set(new());
        await rounds.EndAsync(Token);
        await visitor.ClosedAsync(socket);
        Assert.Single(await House.AuditAsync("patients:p-1", Token), static row => row.GetProperty("what").GetString() == "glass is whole again");
    }

    [Fact]
    [Trait("Requirement", "56")]
    public async Task Who_lists_the_chains_of_the_audit_stands_in_it_too()
    {
        Assert.Equal(HttpStatusCode.OK, await House.StatusAsync(HttpMethod.Get, "/api/audit", PatientHouse.Admin, Token));
        var row = Assert.Single(await House.AuditAsync("patients", Token));
        Assert.Equal(("root", "GET /api/audit"), (row.GetProperty("who").GetString(), row.GetProperty("what").GetString()));
    }

    [Fact]
    [Trait("Requirement", "59")]
    public async Task Who_asks_for_a_patient_among_other_things_is_denied_and_who_is_nobody_fills_no_patients_audit()
    {
        Task<HttpResponseMessage> AskAsync(string? bearer, params string[] tiers) => House.SendAsync(HttpMethod.Post, "/api/negotiate", bearer, Token, new { tiers });
        using var denied = await AskAsync(OpenHouse.TokenOf("ann", "nurse"), "sports:nba.a/nonsense", "patients:p-1/vitals");
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Equal("denied 403", Assert.Single(await House.AuditAsync("patients:p-1", Token)).GetProperty("decision").GetString());
        using var unknown = await AskAsync(null, [.. Enumerable.Range(0, 20).Select(static n => $"patients:made-up-{n}/vitals")]);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Single(await House.AuditAsync("patients", Token), static row => row.GetProperty("what").GetString() == "POST /api/negotiate");
        Assert.Empty(await House.AuditAsync("patients:made-up-7", Token));
    }

    [Theory]
    [InlineData("nurse", "vitals,trend,alerts", true)]
    [InlineData("technician", "vitals", true)]
    [InlineData("technician", "alerts", false)]
    [InlineData("porter", "vitals", false)]
    public async Task A_row_without_the_role_and_a_role_without_the_row_open_nothing(string role, string tiers, bool may)
    {
        await House.FoldAsync("p-1", """{"heart":70,"oxygen":80}""", Token);
        var added = await House.StatusAsync(HttpMethod.Put, $"/api/patients/p-1/team/ann?role={role}", PatientHouse.Admin, Token);
        Assert.Equal(role == "porter" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.NoContent, added);
        foreach (var tier in tiers.Split(','))
        {
            Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, $"/api/tiers/patients:p-1/{tier}", OpenHouse.TokenOf("ann", role), Token));
            Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, $"/api/tiers/patients:p-1/{tier}", OpenHouse.TokenOf("ann"), Token));
            Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(HttpMethod.Get, $"/api/tiers/patients:p-1/{tier}", OpenHouse.TokenOf("bob", role, "admin"), Token));
        }
    }

    [Fact]
    [Trait("Requirement", "97")]
    public async Task Staff_of_the_team_acknowledge_and_others_do_not()
    {
        await House.FoldAsync("p-1", """{"oxygen":80}""", Token);
        await House.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/ann?role=nurse", PatientHouse.Admin, Token);
        var (ann, eve) = (OpenHouse.TokenOf("ann", "nurse"), OpenHouse.TokenOf("eve", "nurse"));
        foreach (var (method, path) in new[] { (HttpMethod.Post, "alerts/oxygen.low-1/acknowledge"), (HttpMethod.Put, "scale?scale=2"), (HttpMethod.Post, "end") })
        {
            Assert.Equal(HttpStatusCode.Accepted, await House.StatusAsync(method, $"/api/patients/p-1/{path}", ann, Token));
            Assert.Equal(HttpStatusCode.Forbidden, await House.StatusAsync(method, $"/api/patients/p-1/{path}", eve, Token));
            Assert.Equal(HttpStatusCode.Unauthorized, await House.StatusAsync(method, $"/api/patients/p-1/{path}", null, Token));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await House.StatusAsync(HttpMethod.Put, "/api/patients/p-1/scale?scale=3", ann, Token));
    }

    private async Task<Dictionary<string, int>> RowsAsync(IEnumerable<string> patients)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach (var patient in patients)
            rows[patient] = (await House.AuditAsync($"patients:{patient}", Token)).Count;
        return rows;
    }

    // A value of each patient's own, that stands nowhere else.
    private static string Secret(string patient) => $"1{int.Parse(patient.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture):D2}.{7_777 + int.Parse(patient.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)}";
}
