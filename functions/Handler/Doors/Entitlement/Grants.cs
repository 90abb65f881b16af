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

    // The row that says that a subject is revoked sorts before every pattern, for a feed's name begins with a letter.
    private const string Revoked = "!revoked";

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

    /// <summary>Whether a subject may enter at all.</summary>
    public async Task<bool> IsRevokedAsync(string subject, CancellationToken token) =>
        (await table.GetEntityIfExistsAsync(subject, Revoked, select: null, token)).HasValue;

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
