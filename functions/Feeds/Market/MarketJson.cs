using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Market;

/// <summary>Tolerant reading of one field: a number may come as text, and what is missing or of a strange type was not said.</summary>
internal static class MarketJson
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    extension(JsonElement json)
    {
        public JsonElement? Child(ReadOnlySpan<byte> name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

        public string? Text(ReadOnlySpan<byte> name) =>
            json.Child(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

        public decimal? Number(ReadOnlySpan<byte> name) => json.Child(name) is { } value ? Exact.Read(value) : null;

        public long? Whole(ReadOnlySpan<byte> name) => json.Child(name) is { } value ? Exact.Whole(value) : null;

        /// <summary>Levels as <c>[["price","size",…],…]</c>; null when one of them is none.</summary>
        public List<Level>? Levels(ReadOnlySpan<byte> name)
        {
            List<Level> levels = [];
            if (json.Child(name) is not { ValueKind: JsonValueKind.Array } list)
                return levels;
            foreach (var level in list.EnumerateArray())
            {
                if (level.ValueKind != JsonValueKind.Array || level.GetArrayLength() < 2
                    || Exact.Read(level[0]) is not { } price || Exact.Read(level[1]) is not { } size)
                    return null;
                levels.Add(new(price, size));
            }

            return levels;
        }

        /// <summary>The element at a place of a list, as a decimal.</summary>
        public decimal? At(int index) =>
            json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > index ? Exact.Read(json[index]) : null;
    }

    /// <summary>A time in ISO 8601.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time as seconds since 1970, to the last digit that a tick holds.</summary>
    public static DateTimeOffset? Seconds(decimal? seconds) =>
        seconds is >= 0 and < 253_402_300_800m ? Epoch.AddTicks((long)(seconds.Value * TimeSpan.TicksPerSecond)) : null;

    /// <summary>A time as milliseconds since 1970.</summary>
    public static DateTimeOffset? Milliseconds(long? milliseconds) =>
        milliseconds is >= 0 and < 253_402_300_800_000 ? Epoch.AddTicks(milliseconds.Value * TimeSpan.TicksPerMillisecond) : null;
}
