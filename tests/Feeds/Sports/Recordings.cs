using System.Globalization;
using System.IO.Compression;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Recorded answers of real providers. They belong to the providers and lie outside the project.</summary>
internal static class Recordings
{
    private const string Variable = "LIVEVIEW_FIXTURES";

    /// <summary>One recorded answer.</summary>
    public static byte[] Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder(), "sports", name));
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        using var plain = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The successive scoreboards of a World Cup, with the time of each.</summary>
    public static IEnumerable<(DateTimeOffset At, byte[] Body)> WorldCup()
    {
        foreach (var name in Names("espn/world_cup_sequence"))
        {
            var time = name.Split('_')[^1][..16];
            yield return (
                DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Read(name));
        }
    }

    public static IEnumerable<string> Names(string folder)
    {
        var root = Path.Combine(Folder(), "sports");
        return Directory.GetFiles(Path.Combine(root, folder)).Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(root, path));
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(Directory.Exists(folder), $"{Variable} names no folder of recorded answers.");
        return folder!; // the test is skipped where there is none
    }
}
