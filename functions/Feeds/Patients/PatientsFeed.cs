using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Patients;

/// <summary>
/// Patients, told by the devices at their beds. A topic is one patient, <c>patients:p-1042</c>. Not a medical device: what is derived says so.
/// </summary>
/// <remarks>
/// Tiers: <c>vitals</c>, what is known now, with NEWS2 and the alerts that are on; <c>trend</c>, every value as it came; <c>alerts</c>, what was
/// raised, acknowledged, passed on and cleared. The feed is private: nothing of it is for everybody.
/// </remarks>
public sealed class PatientsFeed(PatientsPolicies policies) : IFeed
{
    /// <summary>The name of the feed.</summary>
    public const string FeedName = "patients";

    /// <summary>Who brings what the staff did.</summary>
    public const string Staff = "staff";

    /// <summary>Who brings that somebody looked.</summary>
    public const string Watch = "watch";

    /// <summary>The log of alerts.</summary>
    public const string AlertsTier = "alerts";

    internal const string VitalsTier = "vitals";

    internal const string TrendTier = "trend";

    /// <inheritdoc/>
    public string Name => FeedName;

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; } =
        [TierSpec.State(VitalsTier), TierSpec.Log(TrendTier) with { MinAge = TimeSpan.FromHours(24) }, TierSpec.Log(AlertsTier) with { MinAge = TimeSpan.FromHours(24) }];

    /// <summary>Whether a key can name a patient: an id of FHIR, <c>[A-Za-z0-9.-]{1,64}</c>.</summary>
    public static bool IsPatient(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length is > 0 and <= 64 && key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') && key.Any(char.IsAsciiLetterOrDigit);
    }

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var reading = IsPatient(answer.Target)
            ? DeviceReader.Read(answer.Body, answer.Target, answer.Received)
            : PatientReading.Refused(Rejection.NoTopic, "A patient's id is 1 to 64 of A-Z, a-z, 0-9, dot and hyphen.");
        if (reading.Refusal is { } reason)
            return new() { Refusals = [new(reason, reading.Detail, answer.Body)], IsRefused = true, Memory = memory };
        if (reading.Facts.Count == 0)
            return new() { Unchanged = 1, Memory = memory };
        var topic = Topic.Parse($"{FeedName}:{answer.Target}");
        return new()
        {
            Raws = [new() { Topic = topic, Provider = answer.Provider, Target = answer.Target, Received = answer.Received, Body = answer.Body }],
            Phase = Phase.Live,
            Memory = memory,
        };
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var reading = raw.Provider switch
        {
            Staff => StaffReader.Read(raw.Body),
            Watch => new([new PatientFact.Watched()]),
            _ => DeviceReader.Read(raw.Body, raw.Topic.Key, raw.Received),
        };
        return reading.Refusal is { } reason ? new FoldResult.Rejected(reason, reading.Detail) : Bedside.Fold(state, raw, reading.Facts, policies);
    }

    /// <summary>Whether a look at the patient would change something: somebody is silent, or an alert has waited long enough.</summary>
    public bool IsDue(TopicState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Phase != Phase.Finished && Bedside.IsDue(PatientsWire.Read(state), policies, now);
    }
}
