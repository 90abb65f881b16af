using System.Text;
using LiveView.Core.Feeds;
using LiveView.Core.Wire;
using LiveView.Feeds;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Tests.Stations;

/// <summary>A scoreboard with one match, and the batch of the hub that it makes.</summary>
internal static class Boards
{
    public const string Topic = "sports:nba.20261120.bos.lal";

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    public static Raw Raw(int home, int away, string clock = "7:25")
    {
        var split = FeedCatalog.All["sports"].Split(new("espn", "basketball/nba", Board(home, away, clock), Start), null);
        return Assert.Single(split.Raws);
    }

    public static EventBatch Batch(long first, params IEnumerable<ReadOnlyMemory<byte>> messages) =>
        new("0", [.. messages.Select((message, i) => new HubEvent(message, first + i, Start.AddSeconds(first + i)))]);

    public static ReadOnlyMemory<byte> Message(int home, int away) => RawJson.Write(Raw(home, away));

    public static byte[] Board(int home, int away, string clock = "7:25") => Encoding.UTF8.GetBytes("""
        {"leagues":[{"id":"46","slug":"nba","abbreviation":"NBA"}],"events":[
         {"id":"401","uid":"s:40~l:46~e:401","date":"2026-11-21T01:00Z","name":"Boston Celtics at Los Angeles Lakers","shortName":"BOS @ LAL",
          "competitions":[{"id":"401","date":"2026-11-21T01:00Z","competitors":[
            {"id":"13","homeAway":"home","score":"HOME","team":{"id":"13","abbreviation":"LAL","displayName":"Los Angeles Lakers","shortDisplayName":"Lakers","name":"Lakers"}},
            {"id":"2","homeAway":"away","score":"AWAY","team":{"id":"2","abbreviation":"BOS","displayName":"Boston Celtics","shortDisplayName":"Celtics","name":"Celtics"}}],
           "status":{"clock":445,"displayClock":"CLOCK","period":3,"type":{"id":"2","name":"STATUS_IN_PROGRESS","state":"in","completed":false,"detail":"CLOCK - 3rd","shortDetail":"CLOCK - 3rd"}}}],
          "status":{"clock":445,"displayClock":"CLOCK","period":3,"type":{"id":"2","name":"STATUS_IN_PROGRESS","state":"in","completed":false,"detail":"CLOCK - 3rd","shortDetail":"CLOCK - 3rd"}}}]}
        """
        .Replace("HOME", $"{home}", StringComparison.Ordinal).Replace("AWAY", $"{away}", StringComparison.Ordinal).Replace("CLOCK", clock, StringComparison.Ordinal));
}
