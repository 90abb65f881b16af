namespace LiveView.Handler.Doors.Identity;

/// <summary>What became of a token: who it names, or the word by which its refusal is counted.</summary>
internal readonly record struct TokenVerdict(Caller? Caller, string? Refusal)
{
    public static TokenVerdict Of(Caller caller) => new(caller, null);

    public static TokenVerdict Refused(string reason) => new(null, reason);
}
