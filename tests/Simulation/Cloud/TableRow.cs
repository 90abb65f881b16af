using System.Text;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>A row as it was written: the JSON of the request, and a version.</summary>
internal sealed record TableRow(byte[] Json, long Version)
{
    public string ETag => $"W/\"datetime'{Version}'\"";

    /// <summary>The row as it is read: what was written, with its version in front.</summary>
    public byte[] Read() => [.. Encoding.UTF8.GetBytes($"{{\"odata.etag\":\"W/\\\"datetime'{Version}'\\\"\","), .. Json.AsSpan(1)];
}
