using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LiveView.Cloud.Tables;
using LiveView.Local.Azurite;

namespace LiveView.Contracts.Tests.Azurite;

public sealed class AzuriteProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Started_on_free_ports_it_answers_and_disposed_it_is_gone()
    {
        var azurite = await AzuriteProcess.StartAsync(AnyPort(), Token);
        var ended = azurite.WaitForExitAsync();
        using (var process = Process.GetProcessById(azurite.ProcessId))
        {
            Assert.False(process.HasExited);
            Assert.Equal(3, new HashSet<int> { azurite.BlobEndpoint.Port, azurite.QueueEndpoint.Port, azurite.TableEndpoint.Port }.Count);
            Assert.Contains($"TableEndpoint=http://127.0.0.1:{azurite.TableEndpoint.Port}/devstoreaccount1;", azurite.ConnectionString, StringComparison.Ordinal);

            await azurite.DisposeAsync();

            await process.WaitForExitAsync(Token);
        }
        Assert.Contains("ended with code 0", await ended, StringComparison.Ordinal);
        Assert.Contains("Table service successfully closed", await ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_way_to_move_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var options = AnyPort();
        options.QueuePort = ((IPEndPoint)taken.LocalEndpoint).Port;

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => AzuriteProcess.StartAsync(options, Token));

        Assert.Contains($"EADDRINUSE: address already in use 127.0.0.1:{options.QueuePort}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Azurite:BlobPort, QueuePort or TablePort", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_to_disk_is_there_after_a_restart()
    {
        var options = AnyPort();
        options.Location = Directory.CreateTempSubdirectory("azurite").FullName;
        try
        {
            await using (var first = await AzuriteProcess.StartAsync(options, Token))
            {
                var table = new TableClient(first.ConnectionString, "kept");
                await table.CreateIfNotExistsAsync(Token);
                await table.AddEntityAsync(new TableEntity("p", "r") { { "V", 1 } }, Token);
            }

            await using var second = await AzuriteProcess.StartAsync(options, Token);
            var row = await new TableClient(second.ConnectionString, "kept").GetEntityIfExistsAsync("p", "r", null, Token);
            Assert.Equal(1, row.Value?.GetInt32("V"));
        }
        finally
        {
            Directory.Delete(options.Location, recursive: true);
        }
    }

    [Fact]
    public async Task A_death_is_reported()
    {
        await using var azurite = await AzuriteProcess.StartAsync(AnyPort(), Token);
        using var process = Process.GetProcessById(azurite.ProcessId);

        process.Kill();

        Assert.Contains("ended with code 137", await azurite.WaitForExitAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_takes_too_long_is_stopped_and_says_how_far_it_came()
    {
        var options = AnyPort();
        options.StartWithin = TimeSpan.FromMilliseconds(1);

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => AzuriteProcess.StartAsync(options, Token));

        Assert.Contains("It said last", fault.Message, StringComparison.Ordinal);
    }

    private static AzuriteOptions AnyPort() => new() { BlobPort = 0, QueuePort = 0, TablePort = 0 };
}
