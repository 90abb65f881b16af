using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;

namespace LiveView.Handler.Ingest;

/// <summary>The rows of how the providers do. What one instance learns of a provider, all know before their next call.</summary>
internal sealed partial class ProviderStates([FromKeyedServices(StateTables.Targets)] TableClient table, TimeProvider time, ILogger<ProviderStates> log)
{
    private const string Partition = "providers";

    /// <summary>Rivals for a row are the polls of one provider that begin or end at the same moment.</summary>
    private const int Attempts = 20;

    /// <summary>How every provider does that was ever called, by name.</summary>
    public async Task<IReadOnlyDictionary<string, ProviderState>> ReadAsync(CancellationToken token)
    {
        Dictionary<string, ProviderState> states = new(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: token))
            states[row.RowKey] = ProviderState.Read(row);
        return states;
    }

    /// <summary>Asks to call a provider.</summary>
    /// <exception cref="TimeoutException">Somebody else was faster every time.</exception>
    public async Task<Entry> EnterAsync(string provider, int callsPerMinute, CancellationToken token)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = (await FindAsync(provider, token)).Enter(time.GetUtcNow(), callsPerMinute);
            if (entry is not Entry.Open { State: var next } || await WriteAsync(next, token))
                return entry;
        }

        throw new TimeoutException($"The row of {provider} was changed by somebody else {Attempts} times in a row.");
    }

    /// <summary>Says what came of a call. What cannot be said is lost: the quota of a minute is then counted too high, nothing else.</summary>
    public async Task LeaveAsync(Passage passage, bool isGood, TimeSpan? refusedFor, CancellationToken token)
    {
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var before = await FindAsync(passage.Provider, token);
                var left = before.Left(passage, isGood, refusedFor, time.GetUtcNow());
                if (!await WriteAsync(left, token))
                    continue;
                if (left.ClosedUntil > before.ClosedUntil || (before.ClosedUntil is null && left.ClosedUntil is not null))
                    Log.Opened(log, left.Name, left.Failures, left.ClosedUntil.Value);
                return;
            }

            Log.Unsaid(log, null, passage.Provider);
        }
        catch (RequestFailedException failure)
        {
            Log.Unsaid(log, failure, passage.Provider);
        }
    }

    private async Task<ProviderState> FindAsync(string provider, CancellationToken token)
    {
        var row = await table.GetEntityIfExistsAsync(Partition, provider, select: null, token);
        return row.HasValue ? ProviderState.Read(row.Value!) : new() { Name = provider }; // a row that exists has a value
    }

    private async Task<bool> WriteAsync(ProviderState state, CancellationToken token)
    {
        try
        {
            await (state.Version == default
                ? table.AddEntityAsync(state.Write(Partition), token)
                : table.UpdateEntityAsync(state.Write(Partition), state.Version, TableUpdateMode.Replace, token));
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Warning, "The circuit of {Provider} is open after {Failures} failures; the next look is at {Until}.")]
        public static partial void Opened(ILogger logger, string provider, int failures, DateTimeOffset until);

        [LoggerMessage(1011, LogLevel.Warning, "What came of a call of {Provider} could not be written down.")]
        public static partial void Unsaid(ILogger logger, Exception? failure, string provider);
    }
}
