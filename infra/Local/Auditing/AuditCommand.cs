using System.Net.Http.Headers;
using System.Text.Json;

namespace LiveView.Local.Auditing;

/// <summary>
/// <c>audit verify</c>: fetches every chain of the audit from a server, as an administrator, and checks it. 0: all are sound; 1: one is not.
/// <c>audit verify FILE</c> checks a chain that was saved from <c>GET /api/audit/{chain}</c>.
/// </summary>
internal static class AuditCommand
{
    private const string Usage = "audit verify [FILE | --server URL] [--token TOKEN]: the token of an administrator; of a run on this machine it is found in its data folder.";

    public static async Task<int> RunAsync(string[] arguments, CancellationToken token)
    {
        if (arguments is not ["verify", .. var rest])
            throw new UsageException(Usage);
        var (server, bearer, data, file) = (new Uri("http://localhost:7071/"), (string?)null, ".local", (string?)null);
        var queue = new Queue<string>(rest);
        while (queue.TryDequeue(out var name))
        {
            string Value() => queue.TryDequeue(out var value) ? value : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case "--server": server = Uri.TryCreate(Value(), UriKind.Absolute, out var address) ? address : throw new UsageException("--server is an address."); break;
                case "--token": bearer = Value(); break;
                case "--data": data = Value(); break;
                default: file = name.StartsWith('-') ? throw new UsageException(Usage) : name; break;
            }
        }

        if (file is not null)
            return Tell(await File.ReadAllLinesAsync(file, token), null) ? 0 : 1;
        var saved = Path.Combine(data, Ward.SignIn.AdminFile);
        if (bearer is null && File.Exists(saved))
            bearer = (await File.ReadAllTextAsync(saved, token)).Trim();
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return await VerifyAsync(http, token) ? 0 : 1;
    }

    /// <summary>Fetches and checks every chain there is.</summary>
    public static async Task<bool> VerifyAsync(HttpClient http, CancellationToken token)
    {
        var sound = true;
        foreach (var head in await LinesAsync(http, "api/audit", token))
        {
            using var json = JsonDocument.Parse(head);
            var chain = json.RootElement.GetProperty("chain").GetString() ?? "";
            sound &= Tell(await ChainAsync(http, chain, token), chain);
        }

        Console.WriteLine(sound ? "The audit is sound." : "The audit is NOT sound.");
        return sound;
    }

    /// <summary>All rows of a chain, a page at a time, up to where it ended when it was asked for first; and that end.</summary>
    private static async Task<List<string>> ChainAsync(HttpClient http, string chain, CancellationToken token)
    {
        List<string> rows = [];
        for (string? end = null; ;)
        {
            var page = await LinesAsync(http, $"api/audit/{Uri.EscapeDataString(chain)}?from={rows.Count + 1}", token);
            if (page.Length == 0)
                return rows;
            end ??= page[^1];
            using var head = JsonDocument.Parse(end);
            var count = head.RootElement.GetProperty("count").GetInt64();
            rows.AddRange(page[..^1].Take((int)(count - rows.Count)));
            if (page.Length == 1 || rows.Count >= count)
                return [.. rows, end];
        }
    }

    private static async Task<string[]> LinesAsync(HttpClient http, string path, CancellationToken token)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), token);
        if (!answer.IsSuccessStatusCode)
            throw new UsageException($"The server answered {(int)answer.StatusCode}; {Usage}");
        return (await answer.Content.ReadAsStringAsync(token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool Tell(IReadOnlyList<string> lines, string? chain)
    {
        chain ??= ChainOf(lines);
        var faults = ChainVerifier.Verify(chain, lines, out var rows, out var end);
        Console.WriteLine(faults.Count == 0 ? $"{chain}: {rows} rows, sound, ends {end[..16]}…" : $"{chain}: {rows} rows, {faults.Count} faults");
        foreach (var fault in faults)
            Console.WriteLine($"  {fault.Row} {fault.What}");
        return faults.Count == 0;
    }

    private static string ChainOf(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return "";
        using var json = JsonDocument.Parse(lines[0]);
        return json.RootElement.GetProperty("chain").GetString() ?? "";
    }
}
