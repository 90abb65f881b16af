using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Versions;

namespace LiveView.Simulation.Tests.Bugs;

/// <summary>No fence: whatever comes again looks new.</summary>
internal sealed class NoFence : Sabotage
{
    private long _sequence = 1_000_000;

    public override (Fault Fault, double Rate)[]? Only => [(Fault.HubRedelivery, 0.5), (Fault.HubBatchCut, 0.8)];

    public override EventBatch Hand(HandlerProcess process, string function, EventBatch batch) => function != "fold"
        ? batch
        : batch with { Events = [.. batch.Events.Select(one => WithoutTurn(one) with { Sequence = ++_sequence, Enqueued = one.Enqueued.AddHours(1) })] };
}

/// <summary>The host says that a batch was taken before it was.</summary>
internal sealed class AcknowledgedFirst : Sabotage
{
    public override bool AcknowledgesFirst => true;
}

/// <summary>A poll believes its own memory, whoever polled in between.</summary>
internal sealed class MemoryAlwaysBelieved : Sabotage
{
    private readonly Dictionary<(HandlerProcess Process, string Target), long> _mine = [];

    public override (Fault Fault, double Rate)[]? Only => [(Fault.HubTwoOwners, 0.9)];

    public override Answer After(HandlerProcess process, Cloud.Call call, Answer answer)
    {
        // As the poll reads its target, the last poll that is done looks like its own.
        if (HandlerProcess.Station != "poll" || call.Step != "read targets" || answer.Status != 200)
            return answer;
        var row = JsonNode.Parse(answer.Body)!;
        if (_mine.TryGetValue((process, call.Path), out var mine))
            (row["Sent"], row["Ended"]) = ($"{mine}", row["Turn"]?.DeepClone());
        return new(200, Encoding.UTF8.GetBytes(row.ToJsonString()), [.. answer.Headers.Select(static header => (header.Name, header.Value))]);
    }

    public override Answer? Before(HandlerProcess process, Cloud.Call call)
    {
        if (HandlerProcess.Station == "poll" && call.Step == "write targets" && JsonNode.Parse(call.Body)?["Sent"] is { } sent)
            _mine[(process, call.Path)] = long.Parse(sent.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        return null;
    }
}

/// <summary>A remembered head is believed although somebody else owned the partition in between.</summary>
internal sealed class StaleHeadBelieved : Sabotage
{
    private readonly Dictionary<(HandlerProcess Process, string Partition), long> _next = [];

    public override (Fault Fault, double Rate)[]? Only => [(Fault.HubTwoOwners, 0.9)];

    public override EventBatch Hand(HandlerProcess process, string function, EventBatch batch)
    {
        if (function != "fold" || batch.Events.Count == 0)
            return batch;
        var key = (process, batch.Partition);
        var gap = _next.TryGetValue(key, out var next) && batch.Events[0].Sequence > next;
        _next[key] = batch.Events[^1].Sequence + 1;
        // An event of nobody's makes the batch begin where the last one ended.
        HubEvent[] events = [.. batch.Events.Select(WithoutTurn)];
        return batch with { Events = gap ? [new("{}"u8.ToArray(), next, events[0].Enqueued), .. events] : events };
    }
}

/// <summary>A lease without its token: an order is run whoever holds the claim by now, and its Raws do not say which run they are of.</summary>
internal sealed class ClaimWithoutToken : Sabotage
{
    private readonly Dictionary<HandlerProcess, Dictionary<string, string>> _orders = [];

    public override (Fault Fault, double Rate)[]? Only => [(Fault.HubTwoOwners, 0.8), (Fault.HubRedelivery, 0.3), (Fault.ClaimHolderPaused, 0.02)];

    public override EventBatch Hand(HandlerProcess process, string function, EventBatch batch)
    {
        if (function == "fold")
            return batch with { Events = [.. batch.Events.Select(WithoutTurn)] };
        foreach (var order in batch.Events.Select(static one => JsonNode.Parse(one.Body.Span)!))
        {
            if (!_orders.TryGetValue(process, out var mine))
                _orders[process] = mine = new(StringComparer.Ordinal);
            mine[(string)order["target"]!] = (string)order["claim"]!;
        }

        return batch;
    }

    public override Answer After(HandlerProcess process, Cloud.Call call, Answer answer)
    {
        if (HandlerProcess.Station != "poll" || call.Step != "read targets" || answer.Status != 200)
            return answer;
        var row = JsonNode.Parse(answer.Body)!;
        if (!_orders[process].TryGetValue((string)row["RowKey"]!, out var claim))
            return answer; // of the provider, which has no claims
        row["Claim"] = claim;
        return new(200, Encoding.UTF8.GetBytes(row.ToJsonString()), [.. answer.Headers.Select(static header => (header.Name, header.Value))]);
    }
}

/// <summary>Decimals pass through a double on the way to the fold.</summary>
internal sealed partial class DecimalsThroughDouble : Sabotage
{
    public override EventBatch Hand(HandlerProcess process, string function, EventBatch batch) => function != "fold"
        ? batch
        : batch with { Events = [.. batch.Events.Select(static one => one with { Body = Encoding.UTF8.GetBytes(Number.Replace(Encoding.UTF8.GetString(one.Body.Span), Through)) })] };

    private static string Through(Match number) =>
        $"{number.Groups["name"].Value}{double.Parse(number.Groups["value"].ValueSpan, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)}";

    [GeneratedRegex("(?<name>\"d[0-9]\":)(?<value>-?[0-9.]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number { get; }
}

/// <summary>An earlier version of the code does not keep what the present one relies on: which run of a poll a topic has heard last.</summary>
internal sealed partial class EarlierVersionForgetsTurns : Sabotage
{
    public override (Fault Fault, double Rate)[]? Only =>
        [(Fault.CodeVersionChanged, 0.9), (Fault.HubTwoOwners, 0.8), (Fault.ProcessPaused, 0.02), (Fault.ClaimHolderPaused, 0.02)];

    public override Answer? Before(HandlerProcess process, Cloud.Call call)
    {
        if (call.Step == "commit topics" && process.Dialect.Version == CodeVersion.Earlier)
            call.Body = Encoding.UTF8.GetBytes(Turns.Replace(call.Text, "\"Turns\":\"{}\""));
        return null;
    }

    [GeneratedRegex(@"""Turns"":""([^""\\]|\\.)*""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Turns { get; }
}
