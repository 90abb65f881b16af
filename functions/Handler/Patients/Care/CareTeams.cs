using System.Runtime.CompilerServices;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;

namespace LiveView.Handler.Patients.Care;

/// <summary>
/// Who cares for whom. What opens doors lies with the subject's grants; beside it a row by patient tells the team, and a row by time what ends.
/// The telling row is written first and taken away last: a door is never open without being told.
/// </summary>
internal sealed class CareTeams([FromKeyedServices(StateTables.Entitlements)] TableClient grants, [FromKeyedServices(StateTables.Care)] TableClient teams)
{
    private const string Ends = "!ends";

    // No subject's name has it.
    private const char Glass = '!';

    public async Task AddAsync(string patient, string subject, string role, DateTimeOffset? until, CancellationToken token)
    {
        await teams.UpsertEntityAsync(new(patient, Name(subject, until is not null)) { ["Role"] = role, ["Until"] = until }, TableUpdateMode.Replace, token);
        if (until is not null)
            await teams.UpsertEntityAsync(new(Ends, $"{subject}|{patient}") { ["Until"] = until }, TableUpdateMode.Replace, token);
        await grants.UpsertEntityAsync(new CareRow(patient, role, until).Write(subject), TableUpdateMode.Replace, token);
    }

    /// <summary>Takes away a place in the team, or what a broken glass opened; its end is forgotten when all of it is done.</summary>
    public async Task RemoveAsync(string patient, string subject, bool isGlass, CancellationToken token)
    {
        await DeleteAsync(grants, subject, CareRow.Key(patient, isGlass), token);
        await DeleteAsync(teams, patient, Name(subject, isGlass), token);
    }

    /// <summary>An end has come to pass. If the glass was broken again in the meantime, the new end stays.</summary>
    public async Task ForgetAsync(CareEnd ended, CancellationToken token)
    {
        try
        {
            await teams.DeleteEntityAsync(Ends, $"{ended.Subject}|{ended.Patient}", ended.Version, token);
        }
        catch (RequestFailedException other) when (other.Status is 404 or 412)
        {
            // Another instance was here, or the glass is broken again.
        }
    }

    /// <summary>The team of a patient.</summary>
    public async Task<IReadOnlyList<CareMember>> ReadAsync(string patient, CancellationToken token)
    {
        List<CareMember> members = [];
        await foreach (var row in teams.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {patient}"), cancellationToken: token))
            members.Add(new(row.RowKey.TrimStart(Glass), row.GetString("Role") ?? "", row.GetDateTimeOffset("Until")));
        return members;
    }

    /// <summary>Those whose time is over and who are still told of.</summary>
    public async IAsyncEnumerable<CareEnd> EndedAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var row in teams.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Ends}"), cancellationToken: token))
        {
            if (row.GetDateTimeOffset("Until") <= now && row.RowKey.LastIndexOf('|') is > 0 and var bar)
                yield return new(row.RowKey[..bar], row.RowKey[(bar + 1)..], row.ETag);
        }
    }

    private static string Name(string subject, bool isGlass) => isGlass ? $"{Glass}{subject}" : subject;

    private static async Task DeleteAsync(TableClient table, string partition, string key, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(partition, key, ETag.All, token);
        }
        catch (RequestFailedException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            // It is not there, which is all that was wanted.
        }
    }
}
