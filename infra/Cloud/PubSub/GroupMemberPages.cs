using System.Text.Json;
using Azure;

namespace LiveView.Cloud.PubSub;

/// <summary>The members of a group, page by page; each page says where the next one is.</summary>
internal sealed class GroupMemberPages(Uri first, Func<Uri, CancellationToken, Task<Response>> read, CancellationToken cancellationToken)
    : AsyncPageable<WebPubSubGroupMember>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<WebPubSubGroupMember>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = Read(await read(continuationToken is null ? first : Next(continuationToken), CancellationToken));
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    // On our own endpoint, whatever host the link names: behind a proxy it is another one, and our token is for nobody else.
    private Uri Next(string path) =>
        path.StartsWith('/') ? new Uri(first.GetLeftPart(UriPartial.Authority) + path) : throw new ArgumentException("That is not a continuation of ours.", nameof(path));

    private static Page<WebPubSubGroupMember> Read(Response response)
    {
        using var document = JsonDocument.Parse(response.Content);
        var members = document.RootElement.GetProperty("value").EnumerateArray().Select(Member).ToList();
        var next = document.RootElement.TryGetProperty("nextLink", out var link) && link.GetString() is { Length: > 0 } text ? new Uri(text).PathAndQuery : null;
        return Page<WebPubSubGroupMember>.FromValues(members, next, response);
    }

    private static WebPubSubGroupMember Member(JsonElement member) =>
        new(member.GetProperty("connectionId").GetString() ?? "", member.TryGetProperty("userId", out var user) ? user.GetString() : null);
}
