using System.Text.Json;

namespace LiveView.Feeds.Tv;

/// <summary>How an item was cut, in one of the four ways in which that can be told.</summary>
internal static class CutsJson
{
    /// <summary>The longest item: a day.</summary>
    private const long Longest = 86_400_000;

    /// <summary>The most segments of an item whose places are told one by one.</summary>
    private const int MostPieces = 10_000;

    public static Cuts? Read(JsonElement item, int target, string where, Faults faults)
    {
        if (Faults.Has(item, "playlist", out var playlist))
            return playlist.ValueKind == JsonValueKind.String ? OfPlaylist(Faults.TryText(playlist) ?? "", target, where, faults) : Fault($"{where}: playlist is a text.", faults);
        if (Faults.Has(item, "cuts", out _))
            return OfPieces(item, target, where, faults);
        var length = faults.Whole(item, "duration", 100, Longest, null, where);
        return Cuts.Even(length, faults.Whole(item, "cut", 500, target * 1_000L, target * 1_000L, where));
    }

    private static Cuts? OfPlaylist(string text, int target, string where, Faults faults)
    {
        if (PlaylistReader.Read(text, out var problem) is not { } read)
            return Fault($"{where}: its playlist cannot be read. {problem}", faults);
        if (!read.IsEnded || read.Segments.IsEmpty)
            return Fault($"{where}: its playlist has no segment or no #EXT-X-ENDLIST, so that more may come.", faults);
        return Of(read.Segments.Select(static segment => segment.Duration), target, where, faults);
    }

    private static Cuts? OfPieces(JsonElement item, int target, string where, Faults faults)
    {
        List<long> pieces = [];
        foreach (var piece in Faults.Array(item, "cuts"))
        {
            if (piece.ValueKind != JsonValueKind.Number || !piece.TryGetInt64(out var length))
                return Fault($"{where}: cuts are whole milliseconds.", faults);
            pieces.Add(length);
        }

        return Of(pieces, target, where, faults);
    }

    private static Cuts? Of(IEnumerable<long> lengths, int target, string where, Faults faults)
    {
        long[] pieces = [.. lengths];
        if (pieces.Length is 0 or > MostPieces || pieces.Any(piece => piece < 1 || piece >= (target * 1_000L) + 500) || pieces.Sum() > Longest)
            return Fault($"{where}: it has 1 to {MostPieces} segments that are at most {target} s, rounded, and at most a day of them.", faults);
        return Cuts.Of(pieces);
    }

    private static Cuts? Fault(string fault, Faults faults)
    {
        faults.Add(fault);
        return null;
    }
}
