using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>What goes with a side's points.</summary>
internal sealed record Tally(int? Shootout, int? Regulation, string? Text, bool? Won)
{
    public static Tally Read(JsonElement? json) =>
        new(json?.Whole("shootout"u8), json?.Whole("regulation"u8), json?.Text("text"u8), json?.Truth("won"u8));

    public CanonicalObject Write() =>
        new CanonicalObject().Set("shootout", Shootout).Set("regulation", Regulation).Set("text", Text).Set("won", Won);
}
