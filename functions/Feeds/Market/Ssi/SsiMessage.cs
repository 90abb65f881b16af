using System.Runtime.InteropServices;
using System.Text.Json;

namespace LiveView.Feeds.Market.Ssi;

/// <summary>One message, its fields laid out by name in a single walk.</summary>
internal readonly struct SsiMessage
{
    private readonly JsonElement[] _fields;

    private SsiMessage(JsonElement[] fields) => _fields = fields;

    public static SsiMessage Of(JsonElement message)
    {
        var fields = new JsonElement[SsiFields.Count];
        foreach (var member in message.EnumerateObject())
        {
            if (SsiFields.Find(JsonMarshal.GetRawUtf8PropertyName(member)) is { } field)
                fields[(int)field] = member.Value;
        }

        return new(fields);
    }

    public JsonElement Raw(SsiField field) => _fields[(int)field];

    public string? Text(SsiField field) =>
        _fields[(int)field] is { ValueKind: JsonValueKind.String } value && value.GetString()?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A number that says something: SSI writes <c>"NaN"</c> for what is not there yet. Written one way, however it came.</summary>
    public decimal? Number(SsiField field) => Exact.Read(_fields[(int)field]) is { } number ? Exact.Plain(number) : null;

    /// <summary>A price; 0 stands for none.</summary>
    public decimal? Price(SsiField field) => Number(field) is { } price and not 0 ? price : null;

    /// <summary>Money, in whole units: sums carry the noise of somebody's floating point (<c>185028289999.99728</c>).</summary>
    public decimal? Money(SsiField field) => Number(field) is { } money ? Exact.Plain(decimal.Round(money, 0, MidpointRounding.AwayFromZero)) : null;

    /// <summary>One side of the book, best first. A level without a size is not there; one without a price is an order at any price.</summary>
    public List<Level> Levels(SsiField firstPrice, SsiField firstSize)
    {
        List<Level> levels = [];
        for (var i = 0; i < 10; i++)
        {
            if (Number(firstSize + i) is { } size and not 0 && Number(firstPrice + i) is { } price && (price != 0 || i == 0))
                levels.Add(new(price, size));
        }

        return levels;
    }
}
