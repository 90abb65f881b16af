using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Azure;

namespace LiveView.Cloud.Blobs;

/// <summary>The blobs of a container, page by page. A page may be empty and others still follow; only one without a marker is the last.</summary>
internal sealed class BlobPages(string? prefix, Func<string, CancellationToken, Task<Response>> read, CancellationToken cancellationToken)
    : AsyncPageable<BlobItem>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<BlobItem>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = Read(await read(Query(continuationToken, pageSizeHint), CancellationToken));
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    private string Query(string? marker, int? size)
    {
        var query = new StringBuilder("?restype=container&comp=list&include=metadata");
        if (!string.IsNullOrEmpty(prefix))
            query.Append("&prefix=").Append(Uri.EscapeDataString(prefix));
        if (size is { } most)
            query.Append(CultureInfo.InvariantCulture, $"&maxresults={most}");
        if (marker is not null)
            query.Append("&marker=").Append(Uri.EscapeDataString(marker));
        return query.ToString();
    }

    private static Page<BlobItem> Read(Response response)
    {
        using var reader = XmlReader.Create(response.Content.ToStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var answer = XElement.Load(reader);
        var next = answer.Element("NextMarker")?.Value;
        return Page<BlobItem>.FromValues([.. answer.Descendants("Blob").Select(Read)], string.IsNullOrEmpty(next) ? null : next, response);
    }

    private static BlobItem Read(XElement blob)
    {
        var name = blob.Element("Name");
        // A name with characters that XML cannot hold comes percent-encoded, and says so.
        var plain = name?.Attribute("Encoded")?.Value == "true" ? Uri.UnescapeDataString(name.Value) : name?.Value ?? "";
        string? Property(string property) => blob.Element("Properties")?.Element(property)?.Value;
        return new(plain, new BlobProperties
        {
            ETag = new ETag(Property("Etag") ?? ""),
            LastModified = Property("Last-Modified") is { } modified ? DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture) : default,
            ContentLength = Property("Content-Length") is { Length: > 0 } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0,
            ContentType = Property("Content-Type"),
            BlobType = Property("BlobType"),
            LeaseState = Property("LeaseState"),
            Metadata = (blob.Element("Metadata")?.Elements() ?? []).ToDictionary(entry => entry.Name.LocalName, entry => entry.Value, StringComparer.OrdinalIgnoreCase),
        });
    }
}
