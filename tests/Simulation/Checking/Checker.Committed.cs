using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveView.Core.Wire;
using LiveView.Simulation.Tests.Cloud;

namespace LiveView.Simulation.Tests.Checking;

/// <content>What the table, the hub and Web PubSub took.</content>
internal sealed partial class Checker
{
    /// <summary>A transaction happened.</summary>
    public void Committed(string table, IReadOnlyList<TableAction> actions)
    {
        if (table != "topics")
            return;
        Commits++;
        var topic = actions[0].Partition;
        using var row = JsonDocument.Parse(actions[0].Json);
        var head = row.RootElement;
        if (actions[0].Row != "head")
            Report(Violation.StaleWrite, $"{topic}: a commit without its head");
        foreach (var added in actions.Skip(1).Where(static action => action.Verb != "DELETE"))
            Add(topic, added);
        foreach (var trimmed in actions.Where(static action => action.Verb == "DELETE"))
            Trim(topic, trimmed.Row);
        using var tiers = JsonDocument.Parse(head.GetProperty("Tiers").GetString()!);
        foreach (var tier in tiers.RootElement.EnumerateObject())
            Stands($"{topic}/{tier.Name}", tier.Value);
        Fence(topic, head);
    }

    /// <summary>Web PubSub took a message.</summary>
    public void Accepted(string group, byte[] message)
    {
        var update = JsonNode.Parse(message)!;
        var (name, offset) = ((string)update["tier"]!, (long)update["offset"]!);
        if (name != group)
            Report(Violation.WrongTier, $"{name} was sent to {group}");
        if (_tiers.GetValueOrDefault(name) is not { } tier || tier.Epoch != (string)update["epoch"]! || offset < 1 || offset > tier.Offset
            || !tier.Updates[(int)offset - 1].Bytes.AsSpan().SequenceEqual(message))
            Report(Violation.StaleWrite, $"{name} {offset} was published and is not what was committed");
        else if (name == group)
            tier.Accepted.Add(offset);
    }

    /// <summary>The raw hub took a message.</summary>
    public void Enqueued(ReadOnlyMemory<byte> message)
    {
        if (RawJson.TryRead(message, out _) is not { } raw)
            return;
        var heard = _turns.GetValueOrDefault(raw.Topic.ToString());
        if (raw.Body.Span.IndexOf("\"poison\""u8) < 0)
            _turns[raw.Topic.ToString()] = Math.Max(heard, raw.Turn ?? 0);
        else if (raw.Turn >= heard) // an overtaken run has no say, so nobody looks at what it says
            _poisons.Add(Encoding.UTF8.GetString(raw.Body.Span));
    }

    private void Add(string topic, TableAction added)
    {
        var key = added.Row.Split(':');
        var (name, offset) = ($"{topic}/{key[1]}", long.Parse(key[2], CultureInfo.InvariantCulture));
        using var row = JsonDocument.Parse(added.Json);
        var epoch = row.RootElement.GetProperty("Epoch").GetString()!;
        if (!_tiers.TryGetValue(name, out var tier))
            _tiers[name] = tier = new(name, epoch);
        if (tier.Epoch != epoch || offset != tier.Offset + 1)
        {
            Report(Violation.StaleWrite, $"{name} {epoch}:{offset} was committed after {tier.Epoch}:{tier.Offset}");
            return;
        }

        var bytes = row.RootElement.GetProperty("Body0").GetBytesFromBase64();
        tier.Add(bytes);
        if (!IsOwed(topic) && !services.PubSub.IsWatched(name))
            tier.Unwatched.Add(offset);
        AreSaid(topic, tier);
        using var update = JsonDocument.Parse(bytes);
        var source = update.RootElement.GetProperty("at").GetProperty("source").GetDateTimeOffset();
        if (_sources.GetValueOrDefault(topic) > source)
            Report(Violation.StaleWrite, $"{name} {offset} shows what the provider said at {source:HH:mm:ss.fff} after what it said later");
        _sources[topic] = _sources.GetValueOrDefault(topic) > source ? _sources[topic] : source;
    }

    // A decimal is one of those that the provider has said, digit for digit.
    private void AreSaid(string topic, CommittedTier tier)
    {
        if (_truth.GetValueOrDefault(topic) is not { } truth || Decimals(tier.Document) is not { Length: > 0 } shown)
            return;
        for (var i = 0; i < shown.Length; i++)
        {
            if (!truth.DecimalsSaid[i].Contains(shown[i]))
                Report(Violation.DecimalChanged, $"{tier.Name} {tier.Offset} says {shown[i]}, the provider never did");
        }
    }

    private void Trim(string topic, string row)
    {
        var key = row.Split(':');
        var (tier, offset) = (_tiers[$"{topic}/{key[1]}"], long.Parse(key[2], CultureInfo.InvariantCulture));
        if (offset != tier.First || offset > tier.Offset - window)
            Report(Violation.Lost, $"{tier.Name} {offset} was trimmed, inside its window of {window} before {tier.Offset}");
        tier.First = offset + 1;
    }

    private void Stands(string name, JsonElement head)
    {
        var offset = head.GetProperty("offset").GetInt64();
        if (_tiers.GetValueOrDefault(name) is not { } tier || tier.Epoch != head.GetProperty("epoch").GetString() || tier.Offset != offset)
        {
            Report(Violation.StaleWrite, $"The head of {name} stands at {offset}, its updates elsewhere");
            return;
        }

        var published = head.GetProperty("published").GetInt64();
        Deliver(tier, published);
        if (published > tier.Offset || tier.Delivered < published)
            Report(Violation.Lost, $"{name} {tier.Delivered + 1} is called published and never was");
    }

    private static void Deliver(CommittedTier tier, long upTo)
    {
        while (tier.Delivered < upTo && (tier.Accepted.Contains(tier.Delivered + 1) || tier.Unwatched.Contains(tier.Delivered + 1) || tier.Delivered + 1 < tier.First))
            tier.Delivered++;
    }

    private void Fence(string topic, JsonElement head)
    {
        var now = (
            Partition: head.GetProperty("FencePartition").GetString()!,
            Sequence: long.Parse(head.GetProperty("FenceSequence").GetString()!, CultureInfo.InvariantCulture),
            Enqueued: head.GetProperty("FenceEnqueued").GetDateTimeOffset(),
            services.Raw.Generation);
        if (_fences.TryGetValue(topic, out var before)
            && (before.Enqueued > now.Enqueued || (before.Generation == now.Generation && before.Partition == now.Partition && before.Sequence > now.Sequence)))
            Report(Violation.StaleWrite, $"{topic}: the fence went back from {before.Sequence} to {now.Sequence}");
        _fences[topic] = now;
    }
}
