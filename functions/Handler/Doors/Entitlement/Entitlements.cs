using LiveView.Core.Topics;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Patients;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>Whether a caller may have a tier. What nobody allowed is refused.</summary>
internal sealed class Entitlements(Grants grants, IOptionsMonitor<ConnectOptions> connect, IOptionsMonitor<EntitlementOptions> options, IOptionsMonitor<PatientsOptions> patients, TimeProvider time)
{
    /// <summary>What a caller may have, as it stands now: read once for a request, and never kept, so that what is taken back is gone.</summary>
    public async ValueTask<Access> OfAsync(Caller caller, CancellationToken token)
    {
        var open = connect.CurrentValue;
        if (caller.Subject is not { } subject)
            return new(caller, open, [], IsRevoked: false);
        var (granted, revoked, care) = await grants.ReadAsync(subject, token);
        var cared = care.SelectMany(row => row.Opens(caller.Roles, patients.CurrentValue, time.GetUtcNow()));
        return new(caller, open, [.. options.CurrentValue.PatternsOf(caller.Roles), .. granted, .. cared], revoked);
    }

    /// <summary>What one caller may have.</summary>
    internal sealed record Access(Caller Caller, ConnectOptions Settings, IReadOnlyList<TierPattern> Patterns, bool IsRevoked)
    {
        public bool Allows(Tier tier) => !IsRevoked && (Settings.IsPublic(tier.Topic.Feed) || Patterns.Any(pattern => pattern.Covers(tier)));

        /// <summary>Whether the caller may have anything of a topic.</summary>
        public bool Knows(Topic topic) => !IsRevoked && (Settings.IsPublic(topic.Feed) || Patterns.Any(pattern => pattern.Covers(topic)));

        /// <summary>Whether the caller may have anything of a feed.</summary>
        public bool Knows(string feed) => !IsRevoked && (Settings.IsPublic(feed) || Patterns.Any(pattern => pattern.Feed == feed));
    }
}
