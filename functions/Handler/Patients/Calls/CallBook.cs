using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Calls;

/// <summary>
/// The outbox of calls. It is read off the committed log of alerts, from where the book of the patient ends: whoever dies at any step leaves
/// either an unread entry or a call that is due, and both are found again.
/// <code>
///   log of alerts ──from the book's end──▶ calls + book, one transaction ──▶ due ──▶ webhook ──▶ made
/// </code>
/// </summary>
internal sealed class CallBook([FromKeyedServices(StateTables.Calls)] TableClient table, TopicStore store, IOptionsMonitor<PatientsOptions> options, TimeProvider time)
{
    /// <summary>Not a topic: the patients whose calls are due.</summary>
    private const string Waiting = "waiting";

    private const string Book = "book";

    /// <summary>Updates that are read at once: with the book they are one transaction of at most 100 rows.</summary>
    private const int Page = 40;

    /// <summary>Reads what is new in the log, and opens the calls that it asks for.</summary>
    /// <returns>Calls that were opened and are due.</returns>
    public async Task<int> OpenAsync(Topic topic, TierHead alerts, CancellationToken token)
    {
        var opened = 0;
        while (await NextAsync(topic, alerts, token) is { } count)
            opened += count;
        return opened;
    }

    /// <summary>The calls of a patient that are not settled, with their rows.</summary>
    public async IAsyncEnumerable<(Call Call, ETag Version)> UnsettledAsync(Topic topic, [EnumeratorCancellation] CancellationToken token)
    {
        var (patient, due, suppressed) = (topic.ToString(), nameof(CallState.Due), nameof(CallState.Suppressed));
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {patient} and (State eq {due} or State eq {suppressed})"), cancellationToken: token))
            yield return (Call.Read(row), row.ETag);
    }

    /// <summary>Replaces a call as it was read.</summary>
    /// <returns>Its version now; null when somebody else was faster.</returns>
    public async Task<ETag?> ReplaceAsync(Topic topic, Call call, ETag version, CancellationToken token)
    {
        try
        {
            var answer = await table.UpdateEntityAsync(call.Write(topic), version, TableUpdateMode.Replace, token);
            return answer.Headers.ETag;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>The patients whose calls are not settled, as they were noted.</summary>
    public async IAsyncEnumerable<(Topic Topic, ETag Version)> WaitingAsync([EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Waiting}"), cancellationToken: token))
            yield return (Topic.Parse(row.RowKey), row.ETag);
    }

    /// <summary>Strikes a patient out, unless noted again after it was read.</summary>
    public async Task SettledAsync(Topic topic, ETag version, CancellationToken token)
    {
        try
        {
            await table.DeleteEntityAsync(Waiting, topic.ToString(), version, token);
        }
        catch (RequestFailedException again) when (again.Status is 404 or 412)
        {
            // Noted again in the meantime: the next look finds it.
        }
    }

    // One page of the log; null when there is no more.
    private async Task<int?> NextAsync(Topic topic, TierHead alerts, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(topic.ToString(), Book, select: null, token);
        var book = row.HasValue ? row.Value! : null; // a row that exists has a value
        var read = book?.GetString("Epoch") == alerts.Position.Epoch ? book.GetInt64("Offset") ?? 0 : 0; // another epoch is another log
        if (read >= alerts.Position.Offset)
            return null;
        var from = Math.Max(read + 1, alerts.First);
        var to = Math.Min(alerts.Position.Offset, from + Page - 1);
        var (recent, now) = (Recent(book), time.GetUtcNow());
        List<Call> calls = [];
        foreach (var update in await store.ReadAsync(topic.Tier(PatientsFeed.AlertsTier), from, to, token))
            calls.AddRange(Read(topic, update.Bytes));
        List<TableTransactionAction> actions = [];
        var due = 0;
        foreach (var call in calls.DistinctBy(static call => call.Key))
        {
            recent.RemoveAll(at => now - at > TimeSpan.FromMinutes(options.CurrentValue.CallMinutes));
            var suppressed = recent.Count >= options.CurrentValue.Calls;
            if (!suppressed)
                recent.Add(now);
            due += suppressed ? 0 : 1;
            actions.Add(new(TableTransactionActionType.UpsertReplace, (call with { State = suppressed ? CallState.Suppressed : CallState.Due }).Write(topic)));
        }

        var next = new TableEntity(topic.ToString(), Book) { ["Epoch"] = alerts.Position.Epoch, ["Offset"] = to, ["Recent"] = string.Join(',', recent.Select(static at => at.ToUnixTimeMilliseconds())) };
        actions.Insert(0, book is null ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, book.ETag));
        // Before the calls: a patient is never missed by those who look for calls that are due.
        if (calls.Count > 0)
            await table.UpsertEntityAsync(new(Waiting, topic.ToString()), TableUpdateMode.Replace, token);
        try
        {
            await table.SubmitTransactionAsync(actions, token);
            return due;
        }
        catch (RequestFailedException rival) when (rival.Status is 409 or 412 || rival.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return 0; // somebody else read on, or our first try did: the book says how far
        }
    }

    private static List<DateTimeOffset> Recent(TableEntity? book) =>
        [.. (book?.GetString("Recent") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static at => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)))];

    private static List<Call> Read(Topic topic, ReadOnlyMemory<byte> update)
    {
        using var json = JsonDocument.Parse(update);
        return [.. json.RootElement.GetProperty("data"u8).EnumerateArray().Select(entry => Call.Of(topic, entry)).OfType<Call>()];
    }
}
