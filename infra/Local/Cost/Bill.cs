namespace LiveView.Local.Cost;

/// <summary>What a run costs for so many hours and viewers: measured quantities, scaled to the hours, times list prices.</summary>
internal sealed class Bill
{
    private readonly Prices _prices;
    private readonly double _scale;
    private readonly int _viewers;
    private readonly int _topics;

    private Bill(Prices prices, Meter meter, IReadOnlyList<SentUpdate> sent, double hours, int viewers)
    {
        (_prices, _viewers, _scale) = (prices, viewers, hours / meter.Elapsed.TotalHours);
        _topics = Math.Max(1, sent.Select(static one => one.Topic).Distinct(StringComparer.Ordinal).Count());
        Tiers = [.. sent.Where(one => meter.When(one) >= TimeSpan.Zero).GroupBy(static one => (one.Feed, one.Tier)).Select(tier => Tier(tier.Key.Feed, tier.Key.Tier, [.. tier])).OrderByDescending(static tier => tier.Messages)];
        Lines = [.. Of(meter, hours)];
        var (delivery, rest) = (Lines.Where(static line => line.IsDelivery).Sum(static line => line.Price), Lines.Where(static line => !line.IsDelivery).Sum(static line => line.Price));
        var (messages, updates) = (Math.Max(1e-9, Tiers.Sum(static tier => tier.Messages)), Math.Max(1e-9, Tiers.Sum(static tier => tier.Updates)));
        // Delivery is caused by what is delivered, everything before it by the updates that are made.
        Tiers = [.. Tiers.Select(tier => tier with { Price = (delivery * (decimal)(tier.Messages / messages)) + (rest * (decimal)(tier.Updates / updates)) })];
    }

    /// <summary>Line by line.</summary>
    public IReadOnlyList<BillLine> Lines { get; }

    /// <summary>The same money by feed and tier.</summary>
    public IReadOnlyList<TierCost> Tiers { get; }

    public decimal Total => Lines.Sum(static line => line.Price);

    /// <summary>Messages of 2 KB that are billed, before the allowance.</summary>
    public double Messages => Tiers.Sum(static tier => tier.Messages);

    /// <summary>Makes the bill.</summary>
    /// <param name="prices">What Azure asks.</param>
    /// <param name="meter">What was measured.</param>
    /// <param name="sent">What was sent; the meter's own, or that of a what-if.</param>
    /// <param name="hours">What the bill is for.</param>
    /// <param name="viewers">How many are connected all the time.</param>
    public static Bill Of(Prices prices, Meter meter, IReadOnlyList<SentUpdate> sent, double hours, int viewers) => new(prices, meter, sent, hours, viewers);

    private TierCost Tier(string feed, string tier, IReadOnlyList<SentUpdate> sent)
    {
        var audience = Audience(tier);
        return new(feed, tier, sent.Count * _scale, sent.Average(static one => one.FrameBytes), audience, sent.Sum(static one => (double)one.FrameBytes) * audience * _scale / _prices.PubSub.MessageBytes, 0);
    }

    /// <summary>Viewers of one group of a tier: they spread evenly over the topics.</summary>
    private double Audience(string tier)
    {
        var seen = _prices.Audience.TopicsFollowed + (_prices.Audience.BoardTiers.Contains(tier, StringComparer.Ordinal) ? _prices.Audience.TopicsOnBoard : 0);
        return _viewers * Math.Min(1.0, (double)seen / _topics);
    }

    private IEnumerable<BillLine> Of(Meter meter, double hours)
    {
        var (days, pubSub, functions, storage) = ((decimal)hours / 24, _prices.PubSub, _prices.Functions, _prices.Storage);
        var units = Math.Max(1, (int)Math.Ceiling((double)_viewers / pubSub.ConnectionsPerUnit));
        yield return new("Web PubSub units", units, units * pubSub.UnitDay * days, true);
        var included = (double)(units * pubSub.MessagesIncludedPerUnitDay * days);
        yield return new("messages of 2 KB, over the allowance", Math.Max(0, Messages - included), (decimal)Math.Max(0, Messages - included) / 1_000_000 * pubSub.MillionMessages, true);

        // Viewers who come: the run has none, so what they ask is reckoned from the parameter file.
        var asked = _viewers * hours * 60 / _prices.Audience.SessionMinutes * _prices.Audience.RequestsASession;
        var serving = asked * _prices.Audience.RequestSeconds / _prices.Audience.RequestsAtOnce * (double)functions.InstanceGigabytes;
        yield return new("executions for viewers who come", asked, ((decimal)asked / 1_000_000 * functions.MillionExecutions) + ((decimal)serving * functions.GigabyteSecond), true);
        yield return new("table transactions for them", asked, (decimal)asked / 10_000 * storage.TenThousandTableTransactions, true);

        // Functions of HTTP share instances; every other one has its own.
        var seconds = meter.Executions.GroupBy(static one => one.Function, StringComparer.Ordinal).Sum(static group => Execution.Billed(group).TotalSeconds) * _scale;
        var gigabyteSeconds = seconds * (double)functions.InstanceGigabytes;
        yield return new("GB-seconds on demand", gigabyteSeconds, (decimal)gigabyteSeconds * functions.GigabyteSecond, false);
        var ready = functions.AlwaysReadyInstances * functions.InstanceGigabytes * (decimal)hours * 3_600;
        yield return new("GB-seconds always ready", (double)ready, ready * functions.AlwaysReadyGigabyteSecond, false);
        var executions = meter.Executions.Count * _scale;
        yield return new("executions", executions, (decimal)executions / 1_000_000 * functions.MillionExecutions, false);

        yield return new("throughput unit hours", _prices.EventHubs.ThroughputUnits * hours, _prices.EventHubs.ThroughputUnits * (decimal)hours * _prices.EventHubs.ThroughputUnitHour, false);
        var events = meter.Events.Values.Sum() * _scale;
        yield return new("events of 64 KB", events, (decimal)events / 1_000_000 * _prices.EventHubs.MillionEvents, false);

        foreach (var (kind, price) in new[] { ("table transactions", storage.TenThousandTableTransactions), ("blob writes", storage.TenThousandBlobWrites), ("blob reads", storage.TenThousandBlobReads) })
        {
            var count = meter.Requests.GetValueOrDefault(kind) * _scale;
            yield return new(kind, count, (decimal)count / 10_000 * price, false);
        }
    }
}
