using System.Globalization;
using LiveView.Cloud.Credentials;

namespace LiveView.Cloud.PubSub;

/// <summary><c>Endpoint=http[s]://host[:port];AccessKey=…;Version=1.0;[Port=n;]</c>. Without a scheme it is https; Port wins over the address.</summary>
internal sealed record PubSubConnection(Uri Endpoint, string AccessKey)
{
    public static PubSubConnection Parse(string text)
    {
        var values = new ConnectionString(text);
        var given = values["Endpoint"];
        if (!Uri.TryCreate(given.Contains("://", StringComparison.Ordinal) ? given : $"https://{given}", UriKind.Absolute, out var endpoint)
            || endpoint.Scheme is not ("http" or "https"))
            throw new FormatException("Endpoint of the connection string is not an http or https address.");
        if (values.TryGet("Port", out var port))
        {
            endpoint = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
                ? new UriBuilder(endpoint) { Port = number }.Uri
                : throw new FormatException("Port of the connection string is not a port.");
        }
        return new(endpoint, values["AccessKey"]);
    }
}
