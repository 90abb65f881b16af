using System.Text;

namespace LiveView.Cloud.EventHubs;

/// <summary>
/// The partition of a key: 64-bit FNV-1a over its UTF-8 bytes (offset basis cbf29ce484222325, prime 100000001b3), then the 64-bit finalizer of
/// MurmurHash3 (x ^= x >> 33, × ff51afd7ed558ccd, x ^= x >> 33, × c4ceb9fe1a85ec53, x ^= x >> 33), because the low bits of FNV alone are
/// uneven, then modulo the count. It is ours to keep: over HTTP a batch goes to a partition that the sender names, and every producer must name the same.
/// </summary>
internal static class PartitionHash
{
    public static int Of(string key, int partitionCount)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var one in Encoding.UTF8.GetBytes(key))
            hash = unchecked((hash ^ one) * 0x100000001b3UL);
        return (int)(Mix(hash) % (uint)partitionCount);
    }

    private static ulong Mix(ulong x)
    {
        x = unchecked((x ^ (x >> 33)) * 0xff51afd7ed558ccdUL);
        x = unchecked((x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53UL);
        return x ^ (x >> 33);
    }
}
