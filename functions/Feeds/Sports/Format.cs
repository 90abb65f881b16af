using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>One provider's way of telling matches. It is pure and never throws for what a provider sends.</summary>
internal abstract class Format
{
    /// <summary>Cuts an answer into its matches, or says why it is none of this provider's.</summary>
    public abstract IBoard? Cut(ReadOnlyMemory<byte> body, SportsTarget target, IBoard? before, out Rejection reason, out string detail);

    /// <summary>What the bytes of one match say, or why they say nothing.</summary>
    public abstract Reading Read(ReadOnlyMemory<byte> match, SportsTarget target);

    /// <summary>Where to ask for the play-by-play of a match that is on; null where there is none.</summary>
    public virtual string? PlaysOf(SportsTarget board, string game, Topic topic) => null;
}

/// <summary>The formats whose answers are JSON that is read as a whole.</summary>
internal abstract class JsonFormat : Format
{
    public sealed override IBoard? Cut(
        ReadOnlyMemory<byte> body, SportsTarget target, IBoard? before, out Rejection reason, out string detail)
    {
        (reason, detail) = (Rejection.WrongDocument, "The answer is well-formed, but not what was asked for.");
        try
        {
            using var document = JsonDocument.Parse(body);
            var matches = Matches(document.RootElement, target);
            return matches is null ? null : new ListBoard(body, matches, before);
        }
        catch (JsonException)
        {
            (reason, detail) = (Rejection.Malformed, RawBytes.WhatTheyLookLike(body.Span));
        }
        catch (InvalidOperationException) // a text that is no Unicode
        {
            (reason, detail) = (Rejection.Malformed, "A text of the answer is not Unicode.");
        }

        return null;
    }

    public sealed override Reading Read(ReadOnlyMemory<byte> match, SportsTarget target)
    {
        try
        {
            using var document = JsonDocument.Parse(match);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, target)
                : Reading.No(Rejection.Malformed, "A match is an object.");
        }
        catch (JsonException)
        {
            return Reading.No(Rejection.Malformed, "The match is torn or no JSON.");
        }
        catch (InvalidOperationException)
        {
            return Reading.No(Rejection.Malformed, "A text of the match is not Unicode.");
        }
    }

    /// <summary>The bytes of each match; null if this is another document.</summary>
    protected abstract IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target);

    protected abstract Reading Read(JsonElement match, SportsTarget target);
}
