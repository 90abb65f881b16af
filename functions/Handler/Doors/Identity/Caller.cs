using System.Buffers;
using System.Collections.Immutable;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Doors.Identity;

/// <summary>Who calls, as far as it was proven.</summary>
/// <param name="Subject">The caller's one name; null for somebody who did not say.</param>
/// <param name="Roles">What the issuer says the caller is.</param>
/// <param name="Issued">When the proof was issued, where it says.</param>
internal sealed record Caller(string? Subject, ImmutableArray<string> Roles, DateTimeOffset? Issued)
{
    /// <summary>Somebody who did not say who.</summary>
    public static Caller Anonymous { get; } = new(null, [], null);

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@:|+=~");

    /// <summary>Not who it is: a log or an error that shows a caller shows this.</summary>
    public override string ToString() => Subject is null ? "nobody" : $"somebody {new Sensitive<string>(Subject)}";

    /// <summary>Names are keys of rows and user ids of connections: letters that issuers use, and that mean nothing to either.</summary>
    public static bool IsName(string? subject) => subject is { Length: >= 1 and <= 128 } && !subject.AsSpan().ContainsAnyExcept(Letters);
}
