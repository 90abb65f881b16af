using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Core;

namespace LiveView.Cloud.Blobs;

/// <summary>What blobs say in headers.</summary>
internal static partial class BlobHeaders
{
    private const string MetadataPrefix = "x-ms-meta-";

    public static void Add(this Request request, BlobRequestConditions? conditions)
    {
        if (conditions is null)
            return;
        Add(request, "If-Match", conditions.IfMatch?.ToString("H"));
        Add(request, "If-None-Match", conditions.IfNoneMatch?.ToString("H"));
        Add(request, "x-ms-lease-id", conditions.LeaseId);
        if (conditions is AppendBlobRequestConditions append)
        {
            Add(request, "x-ms-blob-condition-appendpos", append.IfAppendPositionEqual?.ToString(CultureInfo.InvariantCulture));
            Add(request, "x-ms-blob-condition-maxsize", append.IfMaxSizeLessThanOrEqual?.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Adds metadata as headers.</summary>
    /// <exception cref="ArgumentException">A name or value could not travel as a header, or not as it is.</exception>
    public static void AddMetadata(this Request request, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach (var (name, value) in metadata)
        {
            if (!Name.IsMatch(name))
                throw new ArgumentException($"'{name}' cannot name metadata: letters, digits and _, no digit first.");
            if (!Value.IsMatch(value))
                throw new ArgumentException($"Metadata {name} must be printable ASCII without outer blanks: it travels as a header.");
            request.Headers.SetValue(MetadataPrefix + name, value);
        }
    }

    public static BlobProperties ReadProperties(this ResponseHeaders headers) => new()
    {
        ETag = headers.ETag ?? default,
        LastModified = headers.TryGetValue("Last-Modified", out var modified) ? DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture) : default,
        ContentLength = headers.ContentLengthLong ?? 0,
        ContentType = headers.ContentType,
        BlobType = headers.TryGetValue("x-ms-blob-type", out var type) ? type : null,
        LeaseState = headers.TryGetValue("x-ms-lease-state", out var lease) ? lease : null,
        BlobCommittedBlockCount = headers.TryGetValue("x-ms-blob-committed-block-count", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : null,
        Metadata = headers.Where(h => h.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(h => h.Name[MetadataPrefix.Length..], h => h.Value, StringComparer.OrdinalIgnoreCase),
    };

    private static void Add(Request request, string name, string? value)
    {
        if (value is not null)
            request.Headers.SetValue(name, value);
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^([!-~]([ -~]*[!-~])?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value { get; }
}
