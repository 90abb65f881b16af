using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>What holds whatever the providers send: random evenings, random damage.</summary>
public sealed class LawTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Folding_again_what_was_polled_gives_the_state_that_was_live() => ForAllEvenings(evening =>
    {
        var live = new Boards();
        List<Raw> recorded = [];
        foreach (var match in evening)
            recorded.AddRange(live.Poll(match).Raws);
        var replay = new Boards();
        foreach (var raw in recorded)
            replay.Fold(raw);
        Assert.Equal(Documents(live), Documents(replay));
        Assert.Equal(live.Log, replay.Log);
    });

    [Fact]
    public void A_poller_that_remembers_nothing_makes_the_same_history() => ForAllEvenings(evening =>
    {
        var (live, forgetful) = (new Boards(), new Boards());
        foreach (var match in evening)
        {
            live.Poll(match);
            forgetful.Restart();
            forgetful.Poll(match);
        }

        Assert.Equal(Documents(live), Documents(forgetful));
        Assert.Equal(live.Log, forgetful.Log);
    });

    [Fact]
    public void A_raw_that_comes_twice_changes_nothing() => ForAllEvenings(evening =>
    {
        var boards = new Boards();
        foreach (var match in evening)
        {
            foreach (var raw in boards.Split(Boards.Json("eng.1", match)).Raws)
            {
                var first = boards.Fold(raw);
                var again = boards.Fold(raw);
                Assert.True(again is FoldResult.Unchanged || first is FoldResult.Rejected, $"{match}: {again}");
            }
        }
    });

    [Fact]
    public void Every_document_is_canonical_and_its_patch_makes_it_and_no_entry_s_id_comes_twice() => ForAllEvenings(evening =>
    {
        var boards = new Boards();
        TopicState? before = null;
        foreach (var match in evening)
        {
            boards.Poll(match);
            var after = boards.State();
            foreach (var (tier, document) in after.Documents)
            {
                Assert.Equal(Boards.Text(document), Boards.Text(CanonicalJson.Of(document)));
                if (before is not null)
                    Assert.Equal(Boards.Text(document), Boards.Text(MergePatch.Apply(before.Documents[tier], MergePatch.Diff(before.Documents[tier], document))));
            }

            Assert.Equal(Boards.Text(after.Memory), Boards.Text(CanonicalJson.Of(after.Memory)));
            before = after;
        }

        Assert.All(boards.Log, line => Assert.Equal(line.Entry, Boards.Text(CanonicalJson.Of(Boards.Bytes(line.Entry)))));
        string[] ids = [.. boards.Log.Select(static line => Boards.Member(line.Entry, "id"))];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    });

    [Fact]
    public void Damaged_bytes_are_an_answer_and_never_an_exception()
    {
        var boards = new Boards();
        boards.Poll(new EspnMatch().Live(40).Goal("12'").Score(1, 0));
        var chelsea = new EspnMatch("2", home: "Chelsea");
        boards.Split(Boards.Json("eng.1", new EspnMatch().Live(44).Goal("12'").Goal("43'").Score(2, 0), chelsea));
        var board = Boards.Bytes(Boards.Json("eng.1", new EspnMatch().Live(44).Goal("12'").Goal("43'").Score(2, 0).Odds("EVEN"), chelsea));
        var raw = Assert.Single(new Boards().Split(Boards.Json("eng.1", new EspnMatch().Live(44).Goal("12'").Score(2, 0))).Raws);
        var (folded, refused) = (0, 0);
        Check.One(Runs.WithMaxTest(5_000), Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), damage =>
        {
            var body = Damage.Do(board, damage);
            var split = boards.Split(body);
            var cold = new Boards().Split(body);
            Assert.Equal(cold.Memory is null, IsWhole(split, body)); // a memory makes nothing good that is broken
            Assert.All(split.Refusals, static refusal => Assert.NotEmpty(refusal.Detail));
            foreach (var found in split.Raws)
                Assert.NotNull(boards.Feed.Fold(null, found));
            var result = boards.Feed.Fold(boards.State(), raw with { Body = Damage.Do(raw.Body, damage) });
            folded += result is FoldResult.Rejected ? 0 : 1;
            refused += result is FoldResult.Rejected ? 1 : 0;
            if (result is FoldResult.Folded { State: var state })
                Assert.All(state.Documents.Values, static document => CanonicalJson.Of(document));
        }));
        Assert.True(folded > 100 && refused > 100, $"The damage is neither too small nor too great: {folded} folded, {refused} refused.");
    }

    [Fact]
    public void A_value_of_any_type_in_any_place_is_an_answer_and_never_an_exception()
    {
        var match = new EspnMatch().Live(44).Goal("12'").Score(2, 0);
        match.Competition["situation"] = System.Text.Json.Nodes.JsonNode.Parse("""{"lastPlay":{"text":"x","team":{"id":"1"}},"pitcher":{"athlete":{"id":"5"}}}""");
        var whole = match.ToString();
        string[] strange = ["null", "[]", "{}", "[null]", "[[]]", "[{}]", "\"\"", "\"NaN\"", "\"\\udc00\"", "-1", "1e999", "1e-7", "12345678901234567890", "true"];
        var state = new Boards();
        state.Poll(new EspnMatch().Live(40).Goal("12'").Score(1, 0));
        foreach (var (start, end) in Damage.Values(whole))
        {
            foreach (var value in strange)
            {
                var body = Boards.Bytes(string.Concat(whole.AsSpan(0, start), value, whole.AsSpan(end)));
                var split = new Boards().Split(Boards.Bytes(Boards.Json("eng.1").Replace("\"events\":[", $"\"events\":[{Boards.Text(body)}", StringComparison.Ordinal)));
                Assert.Equal(1, split.Raws.Count + split.Refusals.Count);
                foreach (var raw in split.Raws)
                {
                    Assert.NotNull(state.Feed.Fold(null, raw));
                    Assert.NotNull(state.Feed.Fold(state.State(), raw));
                }
            }
        }
    }

    private static bool IsWhole(Split split, byte[] body) =>
        split is { Raws: [], Refusals: [var refusal] } && refusal.Bytes.Span.SequenceEqual(body);

    private static void ForAllEvenings(Action<IReadOnlyList<EspnMatch>> law) =>
        Check.One(Runs, Prop.ForAll(Evening.Arbitrary, evening => law(evening.Snapshots)));

    private static SortedDictionary<string, string> Documents(Boards boards)
    {
        SortedDictionary<string, string> all = [];
        foreach (var (topic, state) in boards.States)
        {
            foreach (var (tier, document) in state.Documents)
                all[$"{topic}/{tier}"] = Boards.Text(document);
            all[$"{topic} memory"] = Boards.Text(state.Memory);
        }

        return all;
    }
}
