using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveView.Core.Recovery;
using LiveView.Core.Wire;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Viewers;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Checking;

/// <summary>
/// Watches a history from outside and says where the promise is broken. What it compares with is the history that the table took, the
/// messages that Web PubSub took, and what the provider knows; none of it goes through the product.
/// </summary>
internal sealed class Checker(World world, Services services, int window)
{
    private readonly Dictionary<string, CommittedTier> _tiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Partition, long Sequence, DateTimeOffset Enqueued, int Generation)> _fences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<(SimulatedViewer Viewer, string Tier), long> _shown = [];
    private readonly Dictionary<string, long> _turns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _poisons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TallyTopic> _truth = services.Provider.Topics.ToDictionary(static topic => topic.Name, StringComparer.Ordinal);

    public List<(Violation Kind, string What)> Violations { get; } = [];

    public long Shows { get; private set; }

    public long Commits { get; private set; }

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

    /// <summary>A token was given to a viewer who asked for some tiers.</summary>
    public void Negotiated(string viewer, string[] tiers, Grant grant)
    {
        foreach (var group in grant.Groups.Where(group => !tiers.Contains(group) || !IsOpen(group)))
            Report(Violation.Unauthorised, $"{viewer} was made a member of {group}");
    }

    /// <summary>A token was given to a viewer who may watch everything that was asked for.</summary>
    public void Complete(string viewer, string[] tiers, Grant grant)
    {
        if (!grant.Groups.SetEquals(tiers))
            Report(Violation.Lost, $"{viewer} asked for {tiers.Length} tiers and got {grant.Groups.Count}");
    }

    /// <summary>A viewer was let into a group for the asking.</summary>
    public void Joined(string viewer, string group)
    {
        if (!IsOpen(group))
            Report(Violation.Unauthorised, $"{viewer} joined {group}");
    }

    /// <summary>A viewer was told what it lacks.</summary>
    public void CaughtUp(string viewer, string tier, CatchUpAnswer answer)
    {
        if (!IsOpen(tier) && answer is not CatchUpAnswer.None)
            Report(Violation.Unauthorised, $"{viewer} was told about {tier}: {answer.GetType().Name}");
    }

    /// <summary>A viewer who may not was told something by a door.</summary>
    public void Told(string viewer, string what, int status)
    {
        if (status is >= 200 and < 400)
            Report(Violation.Unauthorised, $"{viewer} was told about {what}: {status}");
    }

    /// <summary>A viewer heard a message.</summary>
    public void Arrived(string viewer, IReadOnlySet<string> groups, ViewerUpdate update)
    {
        if (!groups.Contains(update.Tier))
            Report(Violation.WrongTier, $"{viewer} got {update.Tier}");
        if (!IsOpen(update.Tier))
            Report(Violation.Unauthorised, $"{viewer} got {update.Tier}");
    }

    /// <summary>A viewer shows something.</summary>
    public void Shown(SimulatedViewer viewer, Follower follower, Change change, bool isLast)
    {
        Shows++;
        var here = $"{viewer.Name} {follower.Tier} {change.Position}";
        world.Trace.Add(world.Now, viewer.Name, here);
        if (_tiers.GetValueOrDefault(follower.Tier) is not { } tier || tier.Epoch != change.Position.Epoch || change.Position.Offset > tier.Offset)
        {
            Report(Violation.Diverged, $"{here} was never committed");
            return;
        }

        var committed = tier.Updates[(int)change.Position.Offset - 1];
        if (committed.Hash != change.Hash)
            Report(Violation.Diverged, $"{here} has another hash than was committed");
        Follows(viewer, follower, change, tier, here);
        if (committed.Document is not null)
        {
            if (isLast && !committed.Is(follower.Document.Span))
                Report(Decimals(JsonNode.Parse(follower.Document.Span)).SequenceEqual(Decimals(committed.Document)) ? Violation.Diverged : Violation.DecimalChanged, $"{here} shows another document than was committed");
            return;
        }

        var entries = change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span)).ToList();
        var expected = change.Whole ? tier.EntriesFromTo(1, change.Position.Offset).TakeLast(entries.Count) : tier.EntriesOf(change.Position.Offset);
        if (!entries.SequenceEqual(expected))
            Report(Violation.Diverged, $"{here} shows other entries than were committed");
    }

    /// <summary>Whether everyone has what the provider says, and nobody owes anybody anything; says what is still amiss.</summary>
    public string? Unsettled(IReadOnlyList<SimulatedViewer> viewers)
    {
        foreach (var topic in services.Provider.Topics)
        {
            if (Amiss(topic.Name, topic) is { } amiss)
                return amiss;
        }

        foreach (var tier in _tiers.Values)
        {
            Deliver(tier, tier.Offset);
            if (tier.Delivered < tier.Offset)
                return $"Lost {tier.Name} {tier.Delivered + 1} was never published";
        }

        foreach (var (viewer, follower) in viewers.SelectMany(static viewer => viewer.Followers.Select(follower => (viewer, follower))))
        {
            if (_tiers.GetValueOrDefault(follower.Tier) is not { } tier || follower.Position?.Offset != tier.Offset)
                return $"Lost {viewer.Name} {follower.Tier} stands at {follower.Position}, not {_tiers.GetValueOrDefault(follower.Tier)?.Offset}";
        }

        return services.Tables.Partition("owed", "owed").Count > 0 ? "A debt is still noted"
            : services.Raw.IsDrained ? null
            : "The raw hub is not drained";
    }

    /// <summary>What can be judged only at the end.</summary>
    public void End(string? unsettled)
    {
        if (unsettled is not null)
            Report(Enum.TryParse<Violation>(unsettled.Split(' ')[0], out var kind) ? kind : Violation.NotConverged, unsettled);
        if (services.PubSub.MostPending > Link.Capacity)
            Report(Violation.Unbounded, $"A connection held {services.PubSub.MostPending} messages");
        HashSet<string> kept = [.. services.Blobs.Kept.Values.Select(Encoding.UTF8.GetString)];
        foreach (var poison in _poisons.Where(poison => !kept.Contains(poison)).Order(StringComparer.Ordinal))
            Report(Violation.DeadLetterLost, $"The bytes of a refused Raw are gone: {poison[..40]}");
        foreach (var (name, tier) in _tiers)
        {
            var rows = services.Tables.Partition("topics", name[..name.LastIndexOf('/')]).Keys.Count(key => key.StartsWith($"u:{name[(name.LastIndexOf('/') + 1)..]}:", StringComparison.Ordinal));
            if (rows > window || rows != tier.Offset - tier.First + 1)
                Report(Violation.Unbounded, $"{name} keeps {rows} updates; its window is {window}");
        }
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

    private static string[] Decimals(JsonNode? document) =>
        [.. (document as JsonObject ?? []).Where(static member => member.Key[0] == 'd').Select(static member => member.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : member.Value?.ToJsonString() ?? "")];

    private static bool IsOpen(string tier) => tier.StartsWith($"{TallyFeed.Open}:", StringComparison.Ordinal);

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
        while (tier.Delivered < upTo && (tier.Accepted.Contains(tier.Delivered + 1) || tier.Delivered + 1 < tier.First))
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

    private void Follows(SimulatedViewer viewer, Follower follower, Change change, CommittedTier tier, string here)
    {
        var last = _shown.GetValueOrDefault((viewer, follower.Tier));
        var offset = change.Position.Offset;
        _shown[(viewer, follower.Tier)] = offset;
        if (change.Missing is { } missing)
        {
            if (missing.Reason != GapReason.Retention || missing.From != last + 1 || missing.To >= tier.First)
                Report(Violation.UndeclaredGap, $"{here}: {missing} is declared missing after {last} and is kept from {tier.First} on");
        }
        else if (offset == last && !change.Whole)
            Report(Violation.Duplicated, $"{here} is shown twice");
        else if (offset < last)
            Report(Violation.Reordered, $"{here} is shown after {last}");
        else if (offset > last + 1 && !change.Whole)
            Report(Violation.UndeclaredGap, $"{here} is shown after {last}");
    }

    private string? Amiss(string name, TallyTopic topic)
    {
        foreach (var (half, letter) in new[] { ("score", 'a'), ("stats", 'b') })
        {
            if (_tiers.GetValueOrDefault($"{name}/{half}")?.Document is not { } document)
                return $"Lost {name}/{half} has no document";
            for (var i = 0; i < topic.Fields.Length; i++)
            {
                if (TallyTopic.FieldName(i) is var field && field[0] == letter && (int?)document[field] != topic.Fields[i])
                    return $"Diverged {name}/{half} says {field} = {document[field]}, the provider {topic.Fields[i]}";
            }
        }

        for (var i = 0; i < topic.Decimals.Length; i++)
        {
            if ((string?)_tiers[$"{name}/stats"].Document![$"d{i}"] != topic.Decimals[i])
                return $"Diverged {name}/stats says d{i} = {_tiers[$"{name}/stats"].Document![$"d{i}"]}, the provider {topic.Decimals[i]}";
        }

        if (topic.Log.Count == 0)
            return null;
        var log = (_tiers.GetValueOrDefault($"{name}/events")?.Entries ?? []).Select(static entry => JsonNode.Parse(entry)!).ToList();
        if (log.Count != topic.Log.Count)
            return $"Lost {name}/events has {log.Count} entries, the provider {topic.Log.Count}";
        for (var i = 0; i < log.Count; i++)
        {
            if ((int)log[i]["n"]! != i + 1 || (int)log[i]["v"]! != topic.Log[i])
                return $"Diverged {name}/events differs at {i + 1}";
        }

        return null;
    }

    private void Report(Violation kind, string what)
    {
        if (Violations.Count < 20)
            Violations.Add((kind, $"{world.Now.TotalSeconds:F3} s: {what}"));
    }
}
