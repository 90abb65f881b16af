using System.Collections.Immutable;

namespace LiveView.Handler.Doors.Identity;

/// <summary>Who calls, as far as it was proven.</summary>
/// <param name="Subject">The caller's one name; null for somebody who did not say.</param>
/// <param name="Roles">What the issuer says the caller is.</param>
/// <param name="Issued">When the proof was issued, where it says.</param>
internal sealed record Caller(string? Subject, ImmutableArray<string> Roles, DateTimeOffset? Issued)
{
    /// <summary>Somebody who did not say who.</summary>
    public static Caller Anonymous { get; } = new(null, [], null);

    /// <summary>Names are keys of rows and user ids of connections: printable, and short enough for both.</summary>
    public static bool IsName(string? subject) =>
        subject is { Length: >= 1 and <= 128 } && subject.All(static letter => letter is > ' ' and <= '~' and not ('/' or '\\' or '#' or '?' or '%'));
}
