using System.Text;
using Newtonsoft.Json;

namespace LiveView.Local.Host;

/// <summary>Keeps timer status between runs: <c>azure-webjobs-hosts/timers/{hostId}/Host.Functions.{Name}/status</c>.</summary>
internal sealed class TimerStatuses(BlobStore blobs, string hostId)
{
    public const string Container = "azure-webjobs-hosts";

    private static readonly JsonSerializerSettings Local = new() { DateTimeZoneHandling = DateTimeZoneHandling.Local };

    public async Task<TimerStatus?> ReadAsync(string function, CancellationToken token) =>
        await blobs.GetAsync(Path(function), token) is { } json ? JsonConvert.DeserializeObject<TimerStatus>(Encoding.UTF8.GetString(json), Local) : null;

    public Task WriteAsync(string function, TimerStatus status, CancellationToken token) =>
        blobs.PutAsync(Path(function), Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(status)), token);

    internal string Path(string function) => $"{Container}/timers/{hostId}/Host.Functions.{function}/status";
}
