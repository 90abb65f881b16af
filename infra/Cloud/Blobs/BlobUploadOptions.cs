namespace LiveView.Cloud.Blobs;

/// <summary>How a blob is written.</summary>
public sealed class BlobUploadOptions
{
    public string ContentType { get; set; } = "application/octet-stream";

    /// <summary>Names like variables, values in printable ASCII: they travel as headers.</summary>
    public IDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    /// <summary><c>IfNoneMatch = ETag.All</c> writes only where nothing is.</summary>
    public BlobRequestConditions? Conditions { get; set; }
}
