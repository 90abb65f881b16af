using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveView.Connector.Exchanges;

/// <summary>The little JSON that is sent to exchanges.</summary>
internal static class Json
{
    public static string List(string[] texts) => JsonSerializer.Serialize(texts, OrderJson.Default.StringArray);

    public static string Text(string text) => JsonSerializer.Serialize(text, OrderJson.Default.String);
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class OrderJson : JsonSerializerContext;
