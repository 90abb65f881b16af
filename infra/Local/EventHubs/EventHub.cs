using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.EventHubs;

/// <summary>A hub: its partitions, who may read it, and which partition an event goes to.</summary>
internal sealed class EventHub : IDisposable
{
    /// <summary>The group that every hub has.</summary>
    public const string DefaultGroup = "$Default";

    private int _turn = -1;

    public EventHub(HubOptions hub, EventHubsOptions options, ILogger logger)
    {
        Name = hub.Name;
        ConsumerGroups = [DefaultGroup, .. hub.ConsumerGroups];
        Partitions =
        [
            .. Enumerable.Range(0, hub.Partitions).Select(index => index.ToString(CultureInfo.InvariantCulture)).Select(id =>
                new Partition(hub.Name, id, Path.Combine(options.DataDirectory, hub.Name, id), options.Retention, options.Time, logger)),
        ];
    }

    public string Name { get; }

    public IReadOnlyList<string> ConsumerGroups { get; }

    public IReadOnlyList<Partition> Partitions { get; }

    public Partition? Find(string partitionId) => Partitions.FirstOrDefault(partition => partition.Id == partitionId);

    /// <summary>
    /// The partition of a key: the same one in every run. The service's own function is not documented and callers must
    /// not depend on it, so this is a plain one. Without a key the partitions take turns.
    /// </summary>
    public Partition Choose(string? key)
    {
        var number = key is null
            ? (uint)Interlocked.Increment(ref _turn)
            : BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Partitions[(int)(number % (uint)Partitions.Count)];
    }

    public void Dispose()
    {
        foreach (var partition in Partitions)
            partition.Dispose();
    }
}
