using System.Text.Json;

namespace LiveView.Local.Handler;

/// <summary>Writes down every call, a JSON line each, in the file named by TEST_RECORD: what was on the wire, for the test to judge.</summary>
internal sealed class Record(string? path)
{
    private readonly Lock _gate = new();

    public void Add(HttpRequest request, string body)
    {
        if (path is null)
            return;
        var line = JsonSerializer.Serialize(new
        {
            request.Method,
            Path = request.Path.Value,
            Headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            Body = body,
            Process = Environment.ProcessId,
        });
        lock (_gate)
            File.AppendAllText(path, line + "\n");
    }
}
