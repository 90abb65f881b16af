using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>Reads the body of a send as a payload.</summary>
internal static class Body
{
    private const string MetadataPrefix = "X-WebPubSub-Metadata-";

    /// <summary>Reads the body as what its type says.</summary>
    /// <exception cref="RestException">It is too large, of another type, or not what its type says.</exception>
    public static async Task<Payload> ReadAsync(RestCall call, int limit)
    {
        var type = TypeOf(call.Http.Request.ContentType, out var encoding);
        var bytes = await ReadAllAsync(call, limit);
        if (type is DataType.Json or DataType.Text && encoding is not null) bytes = Encoding.Convert(encoding, Encoding.UTF8, bytes);
        if (type == DataType.Json) CheckJson(bytes);
        else if (type == DataType.Text && !System.Text.Unicode.Utf8.IsValid(bytes)) throw new RestException("The body is not UTF-8.");
        return new Payload(type, bytes);
    }

    public static Dictionary<string, string>? Metadata(RestCall call)
    {
        var metadata = call.Http.Request.Headers
            .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key[MetadataPrefix.Length..].ToLowerInvariant(), header => header.Value.ToString());
        if (metadata.Count == 0) return null;
        return MessageMetadata.IsValid(metadata) ? metadata : throw new RestException("The metadata is not valid.");
    }

    /// <summary>Reads the body as bytes.</summary>
    /// <exception cref="RestException">The body is larger than the limit.</exception>
    public static async Task<byte[]> ReadAllAsync(RestCall call, int limit)
    {
        var request = call.Http.Request;
        if (request.ContentLength > limit) throw TooLarge(limit);
        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(256, request.ContentLength ?? 4096));
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(1), call.Aborted);
            if (read == 0) return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > limit) throw TooLarge(limit);
        }
    }

    private static RestException TooLarge(int limit) => new(413, "RequestEntityTooLarge", $"The body is larger than {limit} bytes.");

    private static DataType TypeOf(string? contentType, out Encoding? encoding)
    {
        encoding = null;
        if (string.IsNullOrEmpty(contentType)) return DataType.Binary;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var header)) throw Unsupported(contentType);
        if (header.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                encoding = Encoding.GetEncoding(charset.Trim('"'));
            }
            catch (ArgumentException)
            {
                throw Unsupported(contentType);
            }
        }

        return header.MediaType?.ToUpperInvariant() switch
        {
            "TEXT/PLAIN" => DataType.Text,
            "APPLICATION/JSON" => DataType.Json,
            "APPLICATION/OCTET-STREAM" => DataType.Binary,
            _ => throw Unsupported(contentType),
        };
    }

    private static RestException Unsupported(string contentType) => new(415, "UnsupportedMediaType", $"The content type '{contentType}' is not supported.");

    private static void CheckJson(byte[] bytes)
    {
        try
        {
            var json = new Utf8JsonReader(bytes);
            json.Read();
            json.Skip();
            if (json.Read()) throw new JsonException("A second value follows.");
        }
        catch (JsonException e)
        {
            throw new RestException("The body is not valid JSON.", e);
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new RestException("The body is not UTF-8.");
    }
}
