using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Identity;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>
/// Who may have what, changed by an administrator. Whatever is taken from a subject closes its connections at once: its viewers come back
/// through negotiate, where they get what they may still have.
/// </summary>
internal sealed partial class Admin(Grants grants, Closing closing, ILogger<Admin> log)
{
    public async Task<IResult> ReadAsync(string subject, CancellationToken token)
    {
        if (!Caller.IsName(subject))
            return NoName();
        var (patterns, revoked, _) = await grants.ReadAsync(subject, token);
        return Results.Json(new GrantedAnswer([.. patterns.Select(static pattern => pattern.ToString())], revoked), DoorsJson.Default.GrantedAnswer);
    }

    public async Task<IResult> GrantAsync(string subject, string? pattern, CancellationToken token)
    {
        if (!Caller.IsName(subject))
            return NoName();
        if (!TierPattern.TryParse(pattern, out var granted))
            return NoPattern();
        if ((await grants.ReadAsync(subject, token)).Patterns.Count >= Grants.Most)
            return Problems.Unprocessable($"A subject has at most {Grants.Most} grants; a role has room for more.");
        await grants.GrantAsync(subject, granted!, token); // it was parsed
        return Results.NoContent();
    }

    public async Task<IResult> WithdrawAsync(string subject, string? pattern, CancellationToken token)
    {
        if (!Caller.IsName(subject))
            return NoName();
        if (!TierPattern.TryParse(pattern, out var withdrawn))
            return NoPattern();
        await grants.WithdrawAsync(subject, withdrawn!, token); // it was parsed
        await closing.RunAsync(subject, token);
        return Results.NoContent();
    }

    public async Task<IResult> RevokeAsync(string subject, CancellationToken token)
    {
        if (!Caller.IsName(subject))
            return NoName();
        await grants.RevokeAsync(subject, token);
        await closing.RunAsync(subject, token);
        Log.Revoked(log);
        return Results.NoContent();
    }

    public async Task<IResult> RestoreAsync(string subject, CancellationToken token)
    {
        if (!Caller.IsName(subject))
            return NoName();
        await grants.RestoreAsync(subject, token);
        return Results.NoContent();
    }

    private static IResult NoName() => Problems.Unprocessable("A subject has 1 to 128 letters, digits or any of . _ - @ : | + = ~.");

    private static IResult NoPattern() => Problems.Unprocessable("A pattern reads feed:key*/tier; the star and the tier are optional.");

    private static partial class Log
    {
        [LoggerMessage(7120, LogLevel.Information, "A subject was revoked and its connections closed.")]
        public static partial void Revoked(ILogger logger);
    }
}
