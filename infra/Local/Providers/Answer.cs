using System.IO.Compression;
using System.Text;

namespace LiveView.Local.Providers;

/// <summary>Writes answers as the provider does: JSON, gzip when asked for it, a Date and no ETag.</summary>
internal static class Answer
{
    public const string Json = "application/json;charset=UTF-8";

    public static Task JsonAsync(HttpContext http, byte[] body, CancellationToken token) => SendAsync(http, 200, Json, body, token);

    public static Task TextAsync(HttpContext http, int status, string type, string text, CancellationToken token) =>
        SendAsync(http, status, type, Encoding.UTF8.GetBytes(text), token);

    public static async Task SendAsync(HttpContext http, int status, string type, byte[] body, CancellationToken token)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        if (AsksForGzip(http))
            body = Compressed(http, body);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, token);
    }

    /// <summary>
    /// A document of so many bytes, without saying how many. It is valid from the first byte to the last, so that only a limit saves
    /// the reader; compressed it is a few kilobytes on the wire, which is the worse trap.
    /// </summary>
    public static async Task FloodAsync(HttpContext http, long bytes, CancellationToken token)
    {
        http.Response.ContentType = Json;
        var gzip = AsksForGzip(http);
        if (gzip)
            http.Response.Headers.ContentEncoding = "gzip";
        await using var compressed = gzip ? new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true) : null;
        var body = compressed ?? http.Response.Body;
        await body.WriteAsync("""{"leagues":[],"events":[],"padding":"x"""u8.ToArray(), token);
        var chunk = new byte[64 * 1024];
        Array.Fill(chunk, (byte)'x');
        for (var left = bytes; left > 0; left -= chunk.Length)
            await body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), token);
        await body.WriteAsync("\"}"u8.ToArray(), token);
    }

    private static byte[] Compressed(HttpContext http, byte[] body)
    {
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.Headers.Vary = "Accept-Encoding";
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return bytes.ToArray();
    }

    private static bool AsksForGzip(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is null or > 0);
}
