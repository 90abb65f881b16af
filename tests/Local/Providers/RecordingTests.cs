using System.IO.Compression;
using System.Net;
using System.Text;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

public sealed class RecordingTests
{
    private const string Board = "apis/site/v2/sports/soccer/fifa.world/scoreboard";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recorded_boards_are_given_byte_for_byte_one_after_the_other()
    {
        byte[][] bodies = [.. Enumerable.Range(1, 3).Select(i => Encoding.UTF8.GetBytes($$"""{"leagues":[{"slug":"fifa.world"}],"events":[], "n":{{i}}}"""))];
        await using var providers = await Running.StartAsync(options => options.Recordings.Add(new Recording("fifa.world", bodies)));

        Assert.Equal(bodies[0], await providers.Client.GetByteArrayAsync(Board, Token));
        Assert.Equal(bodies[0], await providers.Client.GetByteArrayAsync(Board, Token));
        Assert.Equal("""[{"league":"fifa.world","position":1,"count":3,"moved":true}]""", await StepAsync(providers));
        Assert.Equal(bodies[1], await providers.Client.GetByteArrayAsync(Board, Token));
        await StepAsync(providers);
        Assert.Equal("""[{"league":"fifa.world","position":2,"count":3,"moved":false}]""", await StepAsync(providers));
        Assert.Equal(bodies[2], await providers.Client.GetByteArrayAsync(Board, Token));
    }

    [Fact]
    public async Task A_folder_is_read_in_the_order_of_its_names_and_gzip_is_known_by_its_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("recording");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "002.json"), "two"u8.ToArray(), Token);
            await using (var gzip = new GZipStream(File.Create(Path.Combine(folder.FullName, "001.json.gz")), CompressionLevel.Fastest))
                await gzip.WriteAsync("one"u8.ToArray(), Token);

            var recording = Recording.Open("nba", folder.FullName);

            Assert.Equal("one"u8.ToArray(), recording.Current);
            Assert.True(recording.Step());
            Assert.Equal("two"u8.ToArray(), recording.Current);
            Assert.False(recording.Step());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Stepping_where_nothing_is_replayed_is_404_with_a_reason()
    {
        await using var providers = await Running.StartAsync();

        using var response = await providers.Client.PostAsync("step", null, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Nothing is replayed", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_without_bodies_or_folder_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Recording("nba", []));
        Assert.Throws<ArgumentException>(() => Recording.Open("nba", "/no/such/folder"));
    }

    private static async Task<string> StepAsync(Running providers)
    {
        using var response = await providers.Client.PostAsync("step?league=fifa.world", null, Token);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
    }
}
