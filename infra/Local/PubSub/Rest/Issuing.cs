using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>Issues client access tokens for applications that have no key.</summary>
internal sealed class Issuing(PubSubOptions options)
{
    private const int MaxMinutes = 60 * 24 * 365;

    public async Task<int> GenerateAsync(RestCall call)
    {
        var minutes = call.Number("minutesToExpire", 1, MaxMinutes) ?? 60;
        var client = (call.Parameter("clientType") ?? "Default").ToUpperInvariant() switch
        {
            "DEFAULT" => "client",
            "MQTT" => "clients/mqtt",
            "SOCKETIO" => "clients/socketio",
            _ => throw new RestException("The clientType is Default or MQTT."),
        };
        var groups = call.Parameters("group");
        if (!groups.All(JsonRequest.IsGroup)) throw new RestException("A group's name has 1 to 1,024 characters.");
        var audience = $"{call.Http.Request.Scheme}://{call.Host}/{client}/hubs/{call.HubName}";
        var now = options.Time.GetUtcNow();
        var token = Jwt.Sign(options.AccessKey, json =>
        {
            json.WriteString("aud", audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", now.AddMinutes(minutes).ToUnixTimeSeconds());
            if (call.Parameter("userId") is { } user) json.WriteString("sub", user);
            Write(json, "role", call.Parameters("role"));
            Write(json, "webpubsub.group", groups);
        });
        call.Http.Response.ContentType = "application/json; charset=utf-8";
        await using var answer = new Utf8JsonWriter(call.Http.Response.BodyWriter);
        answer.WriteStartObject();
        answer.WriteString("token", token);
        answer.WriteEndObject();
        await answer.FlushAsync(call.Aborted);
        return StatusCodes.Status200OK;
    }

    private static void Write(Utf8JsonWriter json, string name, HashSet<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
