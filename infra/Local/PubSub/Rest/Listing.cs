using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>
/// The members of a group in pages, in the order of their ids. The next link carries what is left of <c>top</c>, as the clients follow it
/// word for word.
/// </summary>
internal static class Listing
{
    private const int MaxPage = 200;

    public static async Task<int> AnswerAsync(RestCall call, Hub hub, string group)
    {
        var size = call.Number("maxpagesize", 1, MaxPage) ?? MaxPage;
        var top = call.Number("top", 1, int.MaxValue) ?? int.MaxValue;
        var after = call.Parameter("continuationToken") ?? "";
        var members = hub.InGroup(group)
            .OrderBy(connection => connection.Id, StringComparer.Ordinal)
            .SkipWhile(connection => string.CompareOrdinal(connection.Id, after) <= 0)
            .Take(top)
            .ToArray();
        var page = members.Take(size).ToArray();
        call.Http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(call.Http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("value");
        foreach (var connection in page)
        {
            json.WriteStartObject();
            json.WriteString("connectionId", connection.Id);
            if (connection.UserId is not null) json.WriteString("userId", connection.UserId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (members.Length > page.Length) json.WriteString("nextLink", Next(call, page[^1].Id, size, top == int.MaxValue ? null : top - page.Length));
        json.WriteEndObject();
        await json.FlushAsync(call.Aborted);
        return StatusCodes.Status200OK;
    }

    private static string Next(RestCall call, string last, int size, int? top)
    {
        var left = top is null ? "" : $"&top={top}";
        var version = call.Parameter("api-version") is { } asked ? $"&api-version={Uri.EscapeDataString(asked)}" : "";
        return $"{call.Http.Request.Scheme}://{call.Host}{call.Target.Split('?')[0]}?maxpagesize={size}{left}&continuationToken={Uri.EscapeDataString(last)}{version}";
    }
}
