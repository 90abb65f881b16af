using System.Text;
using Azure.Core;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>A request of the handler to the world outside, as it goes on the wire.</summary>
internal sealed class Call
{
    public required string Method { get; init; }

    public required Uri Address { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; set; }

    /// <summary>The service: the first label of the host.</summary>
    public string Service => Address.Host[..Address.Host.IndexOf('.', StringComparison.Ordinal)];

    public string Path => Uri.UnescapeDataString(Address.AbsolutePath);

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>What it does, without names and numbers: a step of a station.</summary>
    public string Step => Service switch
    {
        "tables" when Path.EndsWith("/$batch", StringComparison.Ordinal) => "commit topics",
        "tables" => $"{(Method == "GET" && Path.EndsWith("()", StringComparison.Ordinal) ? "query" : Verb)} {Path.Split('/')[^1].Split('(')[0].Replace("sim/", "", StringComparison.Ordinal)}",
        "blobs" => "keep dead letter",
        "hubs" => $"send {Path.Split('/')[1]}",
        _ => Method == "GET" ? "list viewers" : "publish",
    };

    private string Verb => Method switch { "GET" => "read", "POST" => "add", "PUT" => "write", "DELETE" => "delete", var other => other };

    public static async ValueTask<Call> OfAsync(Request request)
    {
        byte[] body = [];
        if (request.Content is { } content)
        {
            using var bytes = new MemoryStream();
            await content.WriteToAsync(bytes, CancellationToken.None);
            body = bytes.ToArray();
        }

        return new()
        {
            Method = request.Method.Method,
            Address = request.Uri.ToUri(),
            Headers = request.Headers.ToDictionary(static header => header.Name, static header => header.Value, StringComparer.OrdinalIgnoreCase),
            Body = body,
        };
    }
}
