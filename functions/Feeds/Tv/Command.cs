using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Tv;

/// <summary>What an operator wants of a station. It happens once for its id, however often it is sent, and never to what is settled already.</summary>
/// <param name="Id">Names it: 1 to 64 of letters, digits, dot, underscore and hyphen.</param>
/// <param name="Kind">What is wanted.</param>
/// <param name="Items">What comes next, in this order; none for a skip.</param>
public sealed record Command(string Id, CommandKind Kind, ImmutableArray<MediaPath> Items)
{
    private const int MostItems = 20;

    /// <summary>Reads a command, or says what is wrong with it.</summary>
    public static Command? Read(ReadOnlyMemory<byte> body, out string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, out problem);
        }
        catch (JsonException)
        {
            problem = "It is no JSON.";
            return null;
        }
    }

    /// <summary>As it travels.</summary>
    public byte[] ToBytes() => new CanonicalObject()
        .Set("id", Id)
        .Set("command", Kind.ToString().ToLowerInvariant())
        .Set("items", Numbered(Items.Select(static path => path.ToString())))
        .ToBytes();

    private static Command? Read(JsonElement json, out string problem)
    {
        var faults = new Faults();
        if (json.ValueKind != JsonValueKind.Object)
        {
            problem = "A command is an object.";
            return null;
        }

        var id = faults.Text(json, "id", 64, isNeeded: true, "The command") ?? "";
        if (!id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            faults.Add("The command: id is of letters, digits, dot, underscore and hyphen.");
        CommandKind? kind = faults.Text(json, "command", 10, isNeeded: true, "The command") switch
        {
            "skip" => CommandKind.Skip,
            "next" => CommandKind.Next,
            "reorder" => CommandKind.Reorder,
            _ => null,
        };
        var elements = Faults.Has(json, "items", out var items) && items.ValueKind == JsonValueKind.Object
            ? items.EnumerateObject().Select(static member => member.Value)
            : Faults.Array(json, "items");
        ImmutableArray<MediaPath> paths = [.. elements.Select(element => faults.Path(element, "An item")).OfType<MediaPath>()];
        if (kind is null)
            faults.Add("The command is skip, next or reorder.");
        else if (kind switch { CommandKind.Skip => paths.Length > 0, CommandKind.Next => paths.Length != 1, CommandKind.Reorder => paths.Length is < 2 or > MostItems })
            faults.Add("A skip names no items, next names one, and reorder two to twenty.");
        problem = faults.ToString();
        return faults.AreNone ? new(id, kind!.Value, paths) : null; // it was looked at just now
    }

    private static CanonicalObject Numbered(IEnumerable<string> texts)
    {
        var numbered = new CanonicalObject();
        foreach (var (i, text) in texts.Index())
            numbered.Set($"{i:D3}", text);
        return numbered;
    }
}

/// <summary>What can be wanted of a station.</summary>
public enum CommandKind
{
    /// <summary>Leave what is on.</summary>
    Skip,

    /// <summary>Show something after what is on, and then go on.</summary>
    Next,

    /// <summary>Show the next programmes in another order.</summary>
    Reorder,
}
