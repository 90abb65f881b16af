using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Handler.State;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Whoever is refused at negotiate is told why and which, and leaves nothing behind: no place taken, no topic watched.</summary>
public sealed class NegotiateTests
{
    private const string Score = "sports:nba.20261120.bos.lal/score";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "129")]
    public async Task Who_asks_for_some_that_cannot_be_had_is_told_which_and_loses_no_place()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:ConnectionsPerAddress", "1"));
        string[] bad = ["sports:nba.20261120.bos.lal/nonsense", "market:hose/market", "no tier"];
        for (var i = 0; i < 3; i++)
        {
            using var refused = await AskAsync(house, [Score, .. bad]);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode); // the right that is missing comes before what is misspelt
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.Equal(bad, problem.GetProperty("tiers").EnumerateArray().Select(static tier => tier.GetString()));
        }

        using var admitted = await AskAsync(house, Score);
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
    }

    [Fact]
    public async Task Who_is_refused_for_all_of_it_is_told_no_tiers()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Connect:MaxTiers", "2"));
        using var refused = await AskAsync(house, Score, Score.Replace("score", "events", StringComparison.Ordinal), "sports:a/score");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.False((await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).TryGetProperty("tiers", out _));
    }

    [Fact]
    public async Task Who_is_refused_for_his_number_has_no_topic_watched()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:ConnectionsPerAddress", "1"));
        using var admitted = await AskAsync(house, Score);
        using var refused = await AskAsync(house, "sports:nba.20261120.made.up/score");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (admitted.StatusCode, refused.StatusCode));
        var watched = await house.App.Services.GetRequiredService<InterestStore>().ReadAsync(Token);
        Assert.Equal("sports:nba.20261120.bos.lal", Assert.Single(watched).Name);
    }

    [Fact]
    public async Task When_no_more_topics_can_be_watched_a_new_one_is_refused_without_its_place_and_others_are_followed()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:ConnectionsPerAddress", "1"));
        var now = TimeProvider.System.GetUtcNow();
        var table = house.App.Services.GetRequiredKeyedService<TableClient>(StateTables.Interest);
        foreach (var some in Enumerable.Range(0, Interest.Most).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                some.Select(n => new TableTransactionAction(
                    TableTransactionActionType.Add, new Interest { Name = $"sports:made-up-{n}", Since = now, Seen = now }.Write("interest"))),
                Token);
        }

        using var refused = await AskAsync(house, Score);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using var watched = await AskAsync(house, "sports:made-up-7/score");
        Assert.Equal(HttpStatusCode.OK, watched.StatusCode);
    }

    private static Task<HttpResponseMessage> AskAsync(OpenHouse house, params string[] tiers) =>
        house.SendAsync(HttpMethod.Post, "/api/negotiate", null, JsonContent.Create(new { tiers }), Token);
}
