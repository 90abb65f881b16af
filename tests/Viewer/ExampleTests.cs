using System.Reflection;
using System.Text;
using LiveView.Client;

namespace LiveView.Viewer.Tests;

/// <summary>The example in the README of the client is this code, and it works.</summary>
[Collection(nameof(ViewerContract))]
public sealed class ExampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_example_of_the_readme_shows_what_is_committed()
    {
        await using var world = await World.StartAsync();
        var tier = world.Serve("sports:nba.20261120.bos.lal/score");
        tier.Commit("""{"home":{"score":1}}""");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var said = new StringWriter();
        await FollowAsync(world.Server, said, stop);
        Assert.Equal("""1 {"home":{"score":1}} Fresh""", said.ToString().TrimEnd());
    }

    [Fact]
    public void The_example_of_the_readme_is_this_code()
    {
        var root = typeof(ExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepoRoot").Value!;
        var source = File.ReadAllText(Path.Combine(root, "tests", "Viewer", "ExampleTests.cs"));
        var begin = source.LastIndexOf("        // the example", StringComparison.Ordinal);
        var code = source[(source.IndexOf('\n', begin) + 1)..source.LastIndexOf("        // the end", StringComparison.Ordinal)];
        var example = string.Join('\n', code.TrimEnd().Split('\n').Select(static line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains(example, File.ReadAllText(Path.Combine(root, "functions", "Client", "README.md")), StringComparison.Ordinal);
    }

    private static async Task FollowAsync(Uri server, TextWriter console, CancellationTokenSource stop)
    {
        // the example
        await using var client = new LiveViewClient(new() { Server = server });
        await using var score = await client.SubscribeAsync("sports:nba.20261120.bos.lal/score", stop.Token);
        await foreach (var change in score.WithCancellation(stop.Token))
        {
            await console.WriteLineAsync($"{change.Position.Offset} {Encoding.UTF8.GetString(change.Document.Span)} {score.Health}");
            if (change.Position.Offset == 1)
                break;
        }

        // the end
    }
}
