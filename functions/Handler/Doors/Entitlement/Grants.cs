using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.Patients.Care;
using LiveView.Handler.State;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>What single subjects may have, and who may have nothing any more: one partition a subject, one row a pattern.</summary>
internal sealed class Grants([FromKeyedServices(StateTables.Entitlements)] TableClient table)
{
    /// <summary>Grants of one subject; more are refused.</summary>
    public const int Most = 1_000;

    // The rows that say what was taken from a subject sort before every pattern, for a feed's name begins with a letter.
    private const string Revoked = "!revoked";
    private const string Closed = "!closed";

    /// <summary>How long an address to connect may be good for, at most (<c>Connect:TokenMinutes</c>).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How far clocks differ, and how long a negotiation that had begun may have taken.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>What a subject was granted, whom it cares for, and whether all of it is revoked.</summary>
    public async Task<(IReadOnlyList<TierPattern> Patterns, bool IsRevoked, IReadOnlyList<CareRow> Care)> ReadAsync(string subject, CancellationToken token)
    {
        List<TierPattern> patterns = [];
        List<CareRow> care = [];
        var revoked = false;
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {subject}"), cancellationToken: token))
        {
            if (row.RowKey == Revoked)
                revoked = true;
            else if (CareRow.Read(row) is { } patient)
                care.Add(patient);
            else if (TierPattern.TryParse(row.RowKey.Replace('|', '/'), out var pattern))
                patterns.Add(pattern!); // it was parsed
        }

        return (patterns, revoked, care);
    }

    /// <summary>
    /// Whether a subject may connect with an address that was given at an instant: it was not revoked, and nothing was taken from it since.
    /// What was taken is not in the address; whoever is refused negotiates again and gets what there still is.
    /// </summary>
    public async Task<bool> MayConnectAsync(string subject, DateTimeOffset? given, DateTimeOffset now, CancellationToken token)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {subject} and RowKey ge {"!"} and RowKey lt {"\""}"), cancellationToken: token))
        {
            if (row.RowKey == Revoked)
                return false;
            if (row.RowKey == Closed && row.GetDateTimeOffset("At") is { } at && now - at < Longest && (given is not { } then || then <= at + Settling))
                return false;
        }

        return true;
    }

    /// <summary>From now on no address opens a door that was given to the subject before.</summary>
    public async Task CloseAsync(string subject, DateTimeOffset now, CancellationToken token) =>
        await table.UpsertEntityAsync(new TableEntity(subject, Closed) { ["At"] = now }, TableUpdateMode.Replace, token);

    public Task GrantAsync(string subject, TierPattern pattern, CancellationToken token) => PutAsync(subject, Key(pattern), token);

    /// <summary>Takes a grant back; it may be gone already.</summary>
    public Task WithdrawAsync(string subject, TierPattern pattern, CancellationToken token) => RemoveAsync(subject, Key(pattern), token);

    /// <summary>Takes everything from a subject, whatever its roles, until it is restored.</summary>
    public Task RevokeAsync(string subject, CancellationToken token) => PutAsync(subject, Revoked, token);

    public Task RestoreAsync(string subject, CancellationToken token) => RemoveAsync(subject, Revoked, token);

    private async Task PutAsync(string subject, string key, CancellationToken token) =>
        await table.UpsertEntityAsync(new TableEntity(subject, key), TableUpdateMode.Replace, token);

    private async Task RemoveAsync(string subject, string key, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(subject, key, ETag.All, token);
        }
        catch (RequestFailedException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            // It is not there, which is all that was wanted.
        }
    }

    // A slash is not allowed in a row key.
    private static string Key(TierPattern pattern) => pattern.ToString().Replace('/', '|');
}
