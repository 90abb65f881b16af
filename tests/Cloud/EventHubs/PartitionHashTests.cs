using LiveView.Cloud.EventHubs;

namespace LiveView.Cloud.Tests.EventHubs;

public sealed class PartitionHashTests
{
    // Computed outside this code base from the published definitions of FNV-1a and the MurmurHash3 finalizer.
    [Theory]
    [InlineData("", 2, 6)]
    [InlineData("a", 3, 27)]
    [InlineData("sports:nba.20261120.bos.lal", 2, 6)]
    [InlineData("market:hose", 0, 28)]
    [InlineData("patients:p-1042", 3, 19)]
    [InlineData("漢字 😀", 1, 13)]
    public void A_key_has_the_partition_it_always_had(string key, int of4, int of32)
    {
        Assert.Equal((of4, of32), (PartitionHash.Of(key, 4), PartitionHash.Of(key, 32)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(32)]
    public void Keys_spread_evenly_over_the_partitions(int partitions)
    {
        const int Keys = 32_000;
        var counts = Enumerable.Range(0, Keys).Select(i => PartitionHash.Of($"sports:nba.{i:D5}.bos.lal", partitions)).CountBy(p => p).ToDictionary();

        Assert.Equal(partitions, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, Keys / partitions * 0.85, Keys / partitions * 1.15));
    }
}
