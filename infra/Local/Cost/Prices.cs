using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveView.Local.Cost;

/// <summary>The parameter file: what Azure asks for each thing, and how viewers look at topics.</summary>
internal sealed record Prices
{
    public required string Source { get; init; }

    public required string Currency { get; init; }

    public required AudiencePart Audience { get; init; }

    public required PubSubPart PubSub { get; init; }

    public required FunctionsPart Functions { get; init; }

    public required EventHubsPart EventHubs { get; init; }

    public required StoragePart Storage { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="UsageException">It is not there, or not what it should be.</exception>
    public static Prices Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Prices>(File.ReadAllBytes(path), Json) ?? throw new UsageException($"{path} is empty.");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new UsageException($"The prices could not be read: {fault.Message}");
        }
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>
    /// A viewer sees the board's tiers of so many topics, and all tiers of so many more; comes anew after so many minutes, and asks so many
    /// times then (catching up a tier at a time; negotiating, and the service asking before and telling after, with each token's life), each
    /// taking so long, so many at once on an instance.
    /// </summary>
    internal sealed record AudiencePart(
        int TopicsOnBoard, string[] BoardTiers, int TopicsFollowed, double SessionMinutes, int RequestsASession, double RequestSeconds, int RequestsAtOnce);

    internal sealed record PubSubPart(decimal UnitDay, int ConnectionsPerUnit, long MessagesIncludedPerUnitDay, decimal MillionMessages, int MessageBytes);

    internal sealed record FunctionsPart(decimal GigabyteSecond, decimal MillionExecutions, decimal InstanceGigabytes, decimal AlwaysReadyGigabyteSecond, int AlwaysReadyInstances);

    internal sealed record EventHubsPart(decimal ThroughputUnitHour, int ThroughputUnits, decimal MillionEvents);

    internal sealed record StoragePart(decimal TenThousandTableTransactions, decimal TenThousandBlobWrites, decimal TenThousandBlobReads);
}
