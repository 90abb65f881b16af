using System.Text.Json;
using LiveView.Handler.Connect;
using Azure;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Patients.Audit;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Care;

/// <summary>
/// <c>/api/patients/{patient}/team</c> for administrators, and <c>/api/patients/{patient}/glass</c> for those who must see a patient now and ask
/// nobody: for an hour, with a reason, and never unseen.
/// </summary>
internal sealed partial class CareEndpoints(CareTeams teams, AuditChain audit, Closing closing, IOptionsMonitor<PatientsOptions> options, TimeProvider time, ILogger<CareEndpoints> log)
{
    private const int ShortestReason = 10;
    private const int LongestReason = 500;

    public async Task<IResult> ReadAsync(string patient, CancellationToken token) => PatientTopic.TryParse(patient, out _)
        ? Results.Json(new CareTeam(await teams.ReadAsync(patient, token)), CareJson.Default.CareTeam)
        : NoPatient();

    public async Task<IResult> AddAsync(string patient, string subject, string? role, CancellationToken token)
    {
        if (!PatientTopic.TryParse(patient, out _))
            return NoPatient();
        if (!Caller.IsName(subject))
            return NoName();
        if (role is null || !options.CurrentValue.Roles.ContainsKey(role))
            return Problems.Unprocessable("Say in which role: ?role=nurse; the roles stand in the settings.");
        await teams.AddAsync(patient, subject, role, until: null, token);
        return Results.NoContent();
    }

    public async Task<IResult> RemoveAsync(string patient, string subject, CancellationToken token)
    {
        if (!PatientTopic.TryParse(patient, out _))
            return NoPatient();
        if (!Caller.IsName(subject))
            return NoName();
        await CloseAsync(patient, subject, isGlass: false, token);
        return Results.NoContent();
    }

    public async Task<IResult> BreakAsync(string patient, HttpContext context, CancellationToken token)
    {
        if (!PatientTopic.TryParse(patient, out var topic))
            return NoPatient();
        var (settings, caller) = (options.CurrentValue, context.Caller());
        if (!caller.Roles.Contains(settings.GlassRole) || caller.Subject is not { } subject)
            return Problems.Forbidden("You may not have this.");
        if (await ReasonAsync(context.Request, token) is not { } reason)
            return Problems.Unprocessable($"Say why, in {ShortestReason} to {LongestReason} characters: {{\"reason\":\"…\"}}.");
        var until = time.GetUtcNow().AddMinutes(settings.GlassMinutes);
        // Written down before the door opens, with its reason; that it was asked for is written down in any case.
        await audit.AppendAsync(new(subject, "break glass", topic.ToString(), reason, "allowed"), token);
        await teams.AddAsync(patient, subject, settings.GlassRole, until, token);
        Log.Broken(log);
        return Results.Json(new GlassAnswer(until), CareJson.Default.GlassAnswer, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Closes the doors of those whose time is over, and their connections.</summary>
    public async Task EndAsync(CancellationToken token)
    {
        await foreach (var ended in teams.EndedAsync(time.GetUtcNow(), token))
        {
            try
            {
                await CloseAsync(ended.Patient, ended.Subject, isGlass: true, token);
                await audit.AppendAsync(new("ward", "glass is whole again", $"patients:{ended.Patient}", ended.Subject, "allowed"), token);
                await teams.ForgetAsync(ended, token); // last: what was left undone, the next round does
            }
            catch (Exception failure) when (failure is RequestFailedException or TimeoutException)
            {
                Log.Unfinished(log, failure); // the others must not wait for one
            }
        }
    }

    // The connection first loses its right and then its life; whoever comes back gets what they may still have.
    private async Task CloseAsync(string patient, string subject, bool isGlass, CancellationToken token)
    {
        await teams.RemoveAsync(patient, subject, isGlass, token);
        await closing.RunAsync(subject, token);
    }

    private static async Task<string?> ReasonAsync(HttpRequest request, CancellationToken token)
    {
        try
        {
            var asked = await JsonSerializer.DeserializeAsync(request.Body, CareJson.Default.GlassRequest, token);
            return asked?.Reason?.Trim() is { Length: >= ShortestReason and <= LongestReason } reason ? reason : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult NoPatient() => Problems.Unprocessable("A patient's id is 1 to 64 of A-Z, a-z, 0-9, dot and hyphen.");

    private static IResult NoName() => Problems.Unprocessable("A subject has 1 to 128 letters, digits or any of . _ - @ : | + = ~.");

    private static partial class Log
    {
        [LoggerMessage(7510, LogLevel.Warning, "Somebody broke the glass of a patient; the audit says who and why.")]
        public static partial void Broken(ILogger logger);

        [LoggerMessage(7511, LogLevel.Error, "Somebody whose hour behind the glass is over could not be shown out; the next round comes in seconds.")]
        public static partial void Unfinished(ILogger logger, Exception failure);
    }
}
