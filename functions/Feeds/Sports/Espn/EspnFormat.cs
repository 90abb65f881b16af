using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>ESPN's scoreboards, cut beside the board before.</summary>
internal sealed class EspnFormat : Format
{
    public override IBoard? Cut(ReadOnlyMemory<byte> body, SportsTarget target, IBoard? before, out Rejection reason, out string detail) =>
        EspnBoard.Cut(body, target.League, before as EspnBoard, out reason, out detail);

    public override Reading Read(ReadOnlyMemory<byte> match, SportsTarget target) => EspnEvent.Read(match, target.League);
}
