using System.Text;

namespace LiveView.Simulation.Tests.Tally;

/// <summary>What is really the case of one topic.</summary>
internal sealed class TallyTopic(string key)
{
    public string Key { get; } = key;

    public string Title { get; set; } = $"Tally {key}";

    public string Phase { get; set; } = "Live";

    /// <summary>Ten small numbers: half of the score, half of the statistics.</summary>
    public int[] Fields { get; } = new int[10];

    /// <summary>What happened.</summary>
    public List<int> Log { get; } = [0];

    /// <summary>Nothing happens here, but one number that goes there and back: an answer often equals an older one to the byte.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>A version of the topic that no reader can take; 0 is none.</summary>
    public int Poison { get; set; }

    public static string Name(int field) => field < 5 ? $"a{field}" : $"b{field - 5}";

    public void Write(StringBuilder json)
    {
        json.Append($$"""{"key":"{{Key}}","title":"{{Title}}","phase":"{{Phase}}",""");
        if (Poison > 0)
            json.Append($"\"poison\":{Poison},");
        json.Append("\"fields\":{").AppendJoin(',', Fields.Select(static (value, i) => $"\"{Name(i)}\":{value}"));
        json.Append("},\"log\":[").AppendJoin(',', Log).Append("]}");
    }
}
