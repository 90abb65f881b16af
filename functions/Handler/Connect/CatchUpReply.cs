using LiveView.Core.Recovery;
using LiveView.Core.Topics;

namespace LiveView.Handler.Connect;

/// <summary>What is answered to whoever asks for a tier, before it is HTTP.</summary>
/// <param name="Answer">The word it is counted by.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON, or the sentence of a refusal.</param>
internal sealed record CatchUpReply(string Answer, int Status, ReadOnlyMemory<byte> Body = default)
{
    /// <summary>The tier has no history yet.</summary>
    public static CatchUpReply None { get; } = new("none", StatusCodes.Status404NotFound, """{"answer":"none"}"""u8.ToArray());

    /// <summary>The tier moves faster than it can be read, or the store does not answer.</summary>
    public static CatchUpReply Busy { get; } = new("busy", StatusCodes.Status503ServiceUnavailable)
    {
        Problem = "The tier cannot be read just now; try again.",
    };

    /// <summary>The position that the answer leads to, or the range that it is, with quotes.</summary>
    public string? ETag { get; init; }

    /// <summary>The answer will be the same to the byte for ever, or a refusal.</summary>
    public bool IsForever { get; init; }

    /// <summary>What the caller did wrong, or what hinders us; null when there is a body.</summary>
    public string? Problem { get; init; }

    public static CatchUpReply At(string answer, Position position, ReadOnlyMemory<byte> body) =>
        new(answer, StatusCodes.Status200OK, body) { ETag = $"\"{position}\"" };

    public static CatchUpReply Current(Position position) => new("current", StatusCodes.Status304NotModified) { ETag = $"\"{position}\"" };

    /// <summary>What is asked for is not kept any more (410), or is not there yet (404).</summary>
    public static CatchUpReply Gap(Missing missing) => new(
        "gap",
        missing.Reason == GapReason.Ahead ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone,
        CatchUpJson.Gap(missing, default));

    public static CatchUpReply Refused(string problem) => new("refused", StatusCodes.Status422UnprocessableEntity) { Problem = problem };
}
