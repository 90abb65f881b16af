namespace LiveView.Simulation.Tests.Cloud;

/// <summary>Blob Storage: whole blobs, written once where a condition says so.</summary>
internal sealed class Blobs
{
    public Dictionary<string, byte[]> Kept { get; } = new(StringComparer.Ordinal);

    public Answer Take(Call call)
    {
        if (call.Headers.ContainsKey("If-None-Match") && Kept.ContainsKey(call.Path))
            return Answer.Refusal(409, "BlobAlreadyExists");
        Kept[call.Path] = call.Body;
        return new(201, "", ("ETag", "\"1\""));
    }
}
