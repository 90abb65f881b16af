using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LiveView.Local.Stations;

/// <summary>Has ffmpeg make a test pattern with sound, where it is installed.</summary>
internal static class Encoder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>An item; null where there is no ffmpeg, or it fails: our own generator does it then.</summary>
    public static async Task<Pattern?> EncodeAsync(
        string path, IReadOnlyDictionary<string, object> about, int number, int seconds, int cut, TimeProvider time, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("liveview-pattern-");
        try
        {
            if (!await RunAsync(folder.FullName, number, seconds, cut, time, token))
                return null;
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "list.m3u8"), token);
            int[] cuts = [.. lines.Where(static line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
                .Select(static line => (int)(decimal.Parse(line["#EXTINF:".Length..].TrimEnd(','), CultureInfo.InvariantCulture) * 1_000))];
            List<byte[]> segments = [];
            for (var i = 0; i < cuts.Length; i++)
                segments.Add(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, $"{i}.ts"), token));
            return new(path, about, cuts, segments);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> RunAsync(string folder, int number, int seconds, int cut, TimeProvider time, CancellationToken token)
    {
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=size=320x180:rate=25:duration={seconds}", "-f", "lavfi", "-i", $"sine=frequency={220 + (number * 40)}:duration={seconds}",
            "-vf", $"hue=h={number * 40}", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "200k", "-pix_fmt", "yuv420p", "-g", $"{25 * cut}", "-keyint_min", $"{25 * cut}", "-sc_threshold", "0",
            "-c:a", "aac", "-b:a", "32k", "-threads", "1", "-fflags", "+bitexact", "-flags", "+bitexact",
            "-f", "hls", "-hls_time", $"{cut}", "-hls_playlist_type", "vod", "-hls_segment_filename", Path.Combine(folder, "%d.ts"), Path.Combine(folder, "list.m3u8"),
        ];
        using var deadline = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
#pragma warning disable S4036 // whichever ffmpeg this machine has
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { UseShellExecute = false, RedirectStandardError = true, WorkingDirectory = folder });
#pragma warning restore S4036
            if (process is null)
                return false;
            try
            {
                await process.StandardError.ReadToEndAsync(linked.Token);
                await process.WaitForExitAsync(linked.Token);
                return process.ExitCode == 0;
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception missing) when (missing is Win32Exception || (missing is OperationCanceledException && !token.IsCancellationRequested))
        {
            return false; // there is none, or it takes too long
        }
    }
}
