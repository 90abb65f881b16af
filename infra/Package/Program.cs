using LiveView.Package;
using LiveView.Package.Backups;

// dotnet run --project infra/Package [-- --output DIR] [--runtime RID] [--fast]
// dotnet run --project infra/Package -- smoke ADDRESS
// dotnet run --project infra/Package -- backup ACCOUNT FILE [TABLE…]      (ACCOUNT: a name, or a connection string)
// dotnet run --project infra/Package -- restore ACCOUNT FILE
try
{
    if (args is ["smoke", var address])
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await new Smoke(http, Console.Out).RunAsync(limit.Token);
        return 0;
    }

    if (args is ["backup", var from, var into, .. var tables])
    {
        var rows = await new Backup(Account.Of(from), Console.Out).WriteAsync(into, tables.Length > 0 ? tables : Account.Tables, CancellationToken.None);
        Console.WriteLine($"{into}: {rows} rows");
        return 0;
    }

    if (args is ["restore", var to, var file])
    {
        Console.WriteLine($"{await new Restore(Account.Of(to), Console.Out).ReadAsync(file, CancellationToken.None)} rows");
        return 0;
    }

    var options = PackageOptions.Parse(args);
    var app = await Publisher.PublishAsync(options, CancellationToken.None);
    Directory.CreateDirectory(options.Output);
    var bill = BillOfMaterials.Write(app, Path.Combine(PackageOptions.RepoRoot, "web", "package-lock.json"));
    await File.WriteAllBytesAsync(Path.Combine(options.Output, "live-view.cdx.json"), bill);
    var package = Path.Combine(options.Output, "live-view.zip");
    var digest = Zip.Write(app, package);
    await File.WriteAllTextAsync($"{package}.sha256", $"{digest}  live-view.zip\n");
    Console.WriteLine($"{package}\n{new FileInfo(package).Length / 1_000_000.0:F1} MB, SHA-256 {digest}");
    return 0;
}
catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or IOException or HttpRequestException or UriFormatException or OperationCanceledException or FormatException or Azure.RequestFailedException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return fault is ArgumentException or FormatException ? 2 : 1;
}
