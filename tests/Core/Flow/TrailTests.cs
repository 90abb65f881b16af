using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Canonical;
using LiveView.Core.Flow;
using LiveView.Core.Tests.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>From every update a way leads back: to the document before it, and to the bytes it came from.</summary>
public sealed class TrailTests
{
    [Fact]
    [Trait("Requirement", "158")]
    public void Every_kept_offset_gives_the_document_whose_hash_was_committed_with_it() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Documents.Any, 140)), Arb.From(Gen.Choose(1, 130)), (pages, window) =>
        {
            var kept = Run(window, pages);
            var tier = kept.Head!.Tiers["page"];
            var document = kept.Head.State.Documents["page"];
            for (var offset = tier.Position.Offset; offset >= tier.First; offset--)
            {
                var (update, trail) = kept["page", offset];
                Assert.Equal(update.Hash, StateHash.Of(document.Span));
                if (!trail.Whole.IsEmpty)
                    Assert.Equal(document.ToArray(), trail.Whole.ToArray());
                if (update.Kind == UpdateKind.State)
                    Assert.Equal(document.ToArray(), update.Data.ToArray());
                if (offset > 1)
                    document = trail.Before(document);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_way_back_is_longer_than_fifty_updates()
    {
        // A member that stays makes every change a patch.
        var kept = Run(1_000, [.. Enumerable.Range(1, 400).Select(static n => new CanonicalObject().Set("stays", new string('s', 200)).Set("n", n))]);
        var places = kept.Offsets("page").Where(offset => !kept["page", offset].Trail.Whole.IsEmpty || kept["page", offset].Update.Kind == UpdateKind.State);
        Assert.Equal([1, 50, 100, 150, 200, 250, 300, 350, 400], places);
    }

    [Fact]
    public void A_patch_that_would_be_no_smaller_is_undone_by_the_document_itself()
    {
        var kept = Run(10, [new CanonicalObject().Set("a", 1), new CanonicalObject().Set("b", 2)]);
        Assert.Equal((UpdateKind.State, """{"a":1}"""), (kept["page", 2].Trail.UndoKind, Documents.Text(kept["page", 2].Trail.Undo)));
    }

    [Fact]
    public void Before_the_first_document_is_nothing() =>
        Assert.Throws<InvalidOperationException>(() => Run(10, [new CanonicalObject().Set("a", 1)])["page", 1].Trail.Before(CanonicalJson.Empty));

    [Fact]
    public void An_update_names_the_raws_that_moved_its_tier_and_no_others()
    {
        var page = new CanonicalObject().Set("a", 1);
        var commit = TopicFold.Fold(new Sheet(), Sheet.Topic, null, [Sheet.Say(7, 0, page), Sheet.Say(8, 2, page), Sheet.Say(9, 1, page)], new("aaaaaaaa", Counter.Start)).Commit!;
        Assert.Equal([7], commit.Trails["page"].Sources.Select(static source => source.Place.Sequence));
        Assert.Equal([8, 9], commit.Trails["words"].Sources.Select(static source => source.Place.Sequence));
        var delivery = Sheet.Say(7, 0, page);
        var source = commit.Trails["page"].Sources[0];
        Assert.Equal(("press", "daily", delivery.Place, delivery.Raw.Received, delivery.Raw.Trace), (source.Provider, source.Target, source.Place, source.Received, source.Trace));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(delivery.Raw.Body.Span)), source.Hash);
    }

    [Fact]
    public void Times_of_a_topic_never_go_back_whatever_the_clock()
    {
        var first = TopicFold.Fold(new Counter(), Counter.Topic, null, [Counter.Add("1", 1)], new("aaaaaaaa", Counter.Start)).Commit!;
        var second = TopicFold.Fold(new Counter(), Counter.Topic, first.Head, [Counter.Add("1", 2)], new("bbbbbbbb", Counter.Start.AddSeconds(-5))).Commit!;
        Assert.Equal(Counter.Start, second.Head.Updated);
        Assert.All(second.Updates, static update => Assert.Equal(Counter.Start, update.At.Committed));
    }

    private static Kept Run(int window, CanonicalObject[] pages)
    {
        var (feed, kept) = (new Sheet { Tiers = [TierSpec.State("page") with { Window = window }] }, new Kept());
        foreach (var (i, page) in pages.Index())
        {
            if (TopicFold.Fold(feed, Sheet.Topic, kept.Head, [Sheet.Say(i, 0, page)], new($"{i:x8}", Counter.Start)).Commit is { } commit)
                kept.Take(commit);
        }

        return kept;
    }
}
