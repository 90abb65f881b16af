using System.Collections.Concurrent;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;

namespace LiveView.Handler.Patients.Audit;

/// <summary>
/// Appends to the audit, a chain a patient. Head and row are one transaction on the head's version, so that two instances cannot both be the
/// next, and a row that was answered for is there. Nothing here changes or deletes a row.
/// </summary>
internal sealed class AuditChain(
    [FromKeyedServices(StateTables.Audit)] TableClient table, TimeProvider time, Chance chance) : IDisposable
{
    private const int Attempts = 20;

    /// <summary>Heads that are remembered; one that is not is read.</summary>
    private const int Most = 5_000;

    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];
    private readonly ConcurrentDictionary<string, End> _ends = new(StringComparer.Ordinal);

    /// <summary>Appends; when it returns, the row is kept.</summary>
    /// <exception cref="TimeoutException">Others were faster every time.</exception>
    public async Task AppendAsync(AuditEntry entry, CancellationToken token)
    {
        var line = _lines[(uint)StringComparer.Ordinal.GetHashCode(entry.Whom) % (uint)_lines.Length];
        await line.WaitAsync(token);
        try
        {
            var id = chance.NewId();
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var end = _ends.TryGetValue(entry.Whom, out var known) ? known : await ReadAsync(entry.Whom, token);
                if (await TryAsync(entry, id, end, token))
                    return;
                _ends.TryRemove(entry.Whom, out _);
                await Task.Delay(TimeSpan.FromMilliseconds(2 + (chance.Roll() * 10 * (attempt + 1))), time, token);
            }
        }
        finally
        {
            line.Release();
        }

        throw new TimeoutException($"The audit was written by others {Attempts} times in a row.");
    }

    public void Dispose()
    {
        foreach (var line in _lines)
            line.Dispose();
    }

    private async Task<bool> TryAsync(AuditEntry entry, string id, End end, CancellationToken token)
    {
        var (row, hash) = AuditRow.Write(entry, end.Count + 1, end.Hash, time.GetUtcNow(), id);
        var head = AuditRow.HeadOf(entry.Whom, end.Count + 1, hash);
        try
        {
            var answer = await table.SubmitTransactionAsync(
                [end.Version is { } version ? new(TableTransactionActionType.UpdateReplace, head, version) : new(TableTransactionActionType.Add, head), new(TableTransactionActionType.Add, row)], token);
            Remember(entry.Whom, new(end.Count + 1, hash, answer.Value[0].Headers.ETag));
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            // The service may have taken the first try of a retried request: then the row that is there is ours.
            var there = await table.GetEntityIfExistsAsync(entry.Whom, row.RowKey, select: null, token);
            return there.HasValue && there.Value!.GetString("Hash") == hash; // a row that exists has a value
        }
    }

    private async Task<End> ReadAsync(string chain, CancellationToken token)
    {
        var head = await table.GetEntityIfExistsAsync(chain, AuditRow.Head, select: null, token);
        return head.HasValue ? new(head.Value!.GetInt64("Count") ?? 0, head.Value.GetString("Hash") ?? AuditRow.Origin, head.Value.ETag) : new(0, AuditRow.Origin, null); // as above
    }

    private void Remember(string chain, End end)
    {
        if (_ends.Count >= Most)
            _ends.Clear();
        _ends[chain] = end;
    }

    private sealed record End(long Count, string Hash, ETag? Version);
}
