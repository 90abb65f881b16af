using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.Tables;
using LiveView.Feeds.Patients;
using LiveView.Handler.Fold;
using LiveView.Handler.Invocation;
using LiveView.Handler.Patients.Audit;
using LiveView.Handler.Patients.Care;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Retention;

/// <summary>
/// Deletes what has been kept long enough: of patients who are watched no more, everything but the audit; of dead letters, their bytes. Of each a
/// proof is written into the audit's chain <c>retention</c>: how many rows, from when to when, and a hash over all of them; not whose.
/// </summary>
internal sealed partial class Retainer(
    RecentTopics recent,
    [FromKeyedServices(StateTables.Topics)] TableClient topics,
    [FromKeyedServices(StateTables.Recent)] TableClient lists,
    [FromKeyedServices(StateTables.Calls)] TableClient calls,
    [FromKeyedServices(DeadLetters.Container)] BlobContainerClient deadLetters,
    CareTeams teams,
    AuditChain audit,
    IOptionsMonitor<PatientsOptions> options,
    TimeProvider time,
    ILogger<Retainer> log)
{
    /// <summary>The chain of the proofs.</summary>
    public const string Chain = "retention";

    private const int Transaction = 100;

    private const int LettersAtOnce = 5_000;

    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        var before = time.GetUtcNow().AddDays(-options.CurrentValue.KeptDays);
        List<RecentTopic> over = [];
        // All of them: those whose time is over stand at the end of the list.
        await foreach (var listed in recent.ReadAsync(PatientsFeed.FeedName, int.MaxValue, token))
        {
            // A patient nobody discharged and nobody heard of is over as well.
            if (listed.Updated < before)
                over.Add(listed);
        }

        foreach (var listed in over)
            await DeleteAsync(listed, before, token);
        await DeleteLettersAsync(before, token);
    }

    private async Task DeleteAsync(RecentTopic listed, DateTimeOffset before, CancellationToken token)
    {
        using var proof = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var patient = listed.Topic.ToString();
        var rows = 0;
        foreach (var table in new[] { topics, calls })
        {
            await foreach (var row in RowsAsync(table, patient, token))
            {
                proof.AppendData(Encoding.UTF8.GetBytes($"{row.RowKey}\n{row.ETag}\n"));
                rows++;
            }
        }

        // The proof first: what is deleted after a crash, by whoever goes on, is proven already.
        await ProveAsync("patient", rows, listed.Updated, before, proof, token);
        foreach (var table in new[] { topics, calls })
            await DeleteAsync(table, patient, token);
        foreach (var member in await teams.ReadAsync(listed.Topic.Key, token))
            await teams.RemoveAsync(listed.Topic.Key, member.Subject, member.Until is not null, token);
        // Last: until it is gone from the list, whoever goes on finds it again.
        await foreach (var row in lists.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {PatientsFeed.FeedName} and Topic eq {patient}"), cancellationToken: token))
            await lists.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token);
        Log.Deleted(log, rows);
    }

    private static AsyncPageable<TableEntity> RowsAsync(TableClient table, string partition, CancellationToken token) =>
        table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: token);

    private static async Task DeleteAsync(TableClient table, string partition, CancellationToken token)
    {
        List<TableTransactionAction> actions = [];
        await foreach (var row in RowsAsync(table, partition, token))
        {
            actions.Add(new(TableTransactionActionType.Delete, new(row.PartitionKey, row.RowKey), ETag.All));
            if (actions.Count == Transaction)
                await FlushAsync(table, actions, token);
        }

        await FlushAsync(table, actions, token);
    }

    private static async Task FlushAsync(TableClient table, List<TableTransactionAction> actions, CancellationToken token)
    {
        if (actions.Count > 0)
            await table.SubmitTransactionAsync(actions, token);
        actions.Clear();
    }

    private async Task DeleteLettersAsync(DateTimeOffset before, CancellationToken token)
    {
        using var proof = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var last = before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        List<string> names = [];
        await foreach (var blob in deadLetters.GetBlobsAsync(cancellationToken: token))
        {
            if (string.CompareOrdinal(blob.Name, last) >= 0 || !blob.Name.Contains("/patients/", StringComparison.Ordinal))
                continue;
            names.Add(blob.Name);
            proof.AppendData(Encoding.UTF8.GetBytes($"{blob.Name}\n"));
            if (names.Count == LettersAtOnce)
                break; // the rest is for the next day
        }

        if (names.Count == 0)
            return;
        await ProveAsync("dead letters", names.Count, before, before, proof, token);
        foreach (var name in names)
            await deadLetters.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: token);
    }

    private Task ProveAsync(string what, int count, DateTimeOffset last, DateTimeOffset before, IncrementalHash proof, CancellationToken token) => audit.AppendAsync(
        new(
            "retention",
            string.Create(CultureInfo.InvariantCulture, $"deleted {what}: {count} rows, last {last:yyyy-MM-dd}, sha256 {Convert.ToHexStringLower(proof.GetHashAndReset())}"),
            Chain,
            string.Create(CultureInfo.InvariantCulture, $"kept {options.CurrentValue.KeptDays} days, until {before:yyyy-MM-dd}"),
            "allowed"),
        token);

    private static partial class Log
    {
        [LoggerMessage(7530, LogLevel.Information, "A patient was kept long enough: {Rows} rows are deleted, and the audit has the proof.")]
        public static partial void Deleted(ILogger logger, int rows);
    }
}
