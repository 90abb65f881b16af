using System.Globalization;
using System.Text;

namespace LiveView.Simulation.Tests.Tally;

/// <summary>What is really the case of one topic.</summary>
internal sealed class TallyTopic(string feed, string key)
{
    /// <summary>How much of its log the provider still tells; a poll that comes later than that has missed something.</summary>
    private const int LogTold = 500;

    /// <summary>The feed it belongs to.</summary>
    public string Feed { get; } = feed;

    public string Key { get; } = key;

    /// <summary>The topic's full name.</summary>
    public string Name => $"{Feed}:{Key}";

    public string Title { get; set; } = $"Tally {key}";

    public string Phase { get; set; } = "Live";

    /// <summary>Ten small numbers: half of the score, half of the statistics.</summary>
    public int[] Fields { get; } = new int[10];

    /// <summary>Two decimals of the statistics, in the digits in which the provider says them.</summary>
    public string[] Decimals { get; } = ["0.10", "79228162514264337593543950335"];

    /// <summary>Everything that each decimal ever was.</summary>
    public HashSet<string>[] DecimalsSaid { get; } = [["0.10"], ["79228162514264337593543950335"]];

    /// <summary>What happened.</summary>
    public List<int> Log { get; } = [0];

    /// <summary>Nothing happens here, but one number that goes there and back: an answer often equals an older one to the byte.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>A version of the topic that no reader can take; 0 is none.</summary>
    public int Poison { get; set; }

    public static string FieldName(int field) => field < 5 ? $"a{field}" : $"b{field - 5}";

    /// <summary>Says another decimal: up to 28 digits, anywhere around the point, with zeros at the end that count.</summary>
    public void ChangeDecimal(Random dice)
    {
        var which = dice.Next(Decimals.Length);
        var digits = string.Concat(Enumerable.Range(0, dice.Next(1, 29)).Select(_ => (char)('0' + dice.Next(10)))).AsSpan();
        var point = dice.Next(digits.Length + 1);
        var whole = digits[..point].TrimStart('0');
        var text = $"{(whole.Length == 0 ? "0" : whole)}{(point < digits.Length ? $".{digits[point..]}" : "")}";
        var negative = dice.Next(4) == 0 && text.AsSpan().ContainsAnyInRange('1', '9'); // no decimal is less than nothing and nothing
        Decimals[which] = negative ? $"-{text}" : text;
        DecimalsSaid[which].Add(Decimals[which]);
    }

    public void Write(StringBuilder json)
    {
        json.Append($$"""{"key":"{{Key}}","title":"{{Title}}","phase":"{{Phase}}",""");
        if (Poison > 0)
            json.Append($"\"poison\":{Poison},");
        json.Append("\"fields\":{").AppendJoin(',', Fields.Select(static (value, i) => $"\"{FieldName(i)}\":{value}"));
        json.Append("},\"decimals\":{").AppendJoin(',', Decimals.Select(static (text, i) => $"\"d{i}\":{text}"));
        var from = Math.Max(0, Log.Count - LogTold);
        json.Append(CultureInfo.InvariantCulture, $"}},\"from\":{from},\"log\":[").AppendJoin(',', Log.Skip(from)).Append("]}");
    }
}
