using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;

namespace LiveView.Handler.Patients.Calls;

/// <summary>One emergency call: that somebody is to be told of an alert. Its key is made of what it is about, so it is the same however often it is made.</summary>
internal sealed record Call
{
    /// <summary>Calls sort behind the book.</summary>
    public const string Prefix = "call|";

    public required string Key { get; init; }

    public required string Alert { get; init; }

    /// <summary><c>raised</c> or <c>escalated</c>.</summary>
    public required string Event { get; init; }

    public required string Rule { get; init; }

    public required string Severity { get; init; }

    /// <summary>What was measured, where it was that.</summary>
    public string? Value { get; init; }

    /// <summary>When the alert said it.</summary>
    public required string At { get; init; }

    public CallState State { get; init; }

    public int Tries { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset Next { get; init; }

    /// <summary>Reads an entry of the log of alerts; null when it calls nobody.</summary>
    public static Call? Of(Topic topic, JsonElement entry)
    {
        if (!entry.TryGetProperty("call"u8, out var call) || call.ValueKind != JsonValueKind.True)
            return null;
        string Text(string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        var (alert, happened) = (Text("alert"), Text("event"));
        return new()
        {
            Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic}|{alert}|{happened}")), 0, 16),
            Alert = alert,
            Event = happened,
            Rule = Text("rule"),
            Severity = Text("severity"),
            Value = Text("value") is { Length: > 0 } value ? value : null,
            At = Text("at"),
        };
    }

    public static Call Read(TableEntity row) => new()
    {
        Key = row.RowKey[Prefix.Length..],
        Alert = row.GetString(nameof(Alert)) ?? "",
        Event = row.GetString(nameof(Event)) ?? "",
        Rule = row.GetString(nameof(Rule)) ?? "",
        Severity = row.GetString(nameof(Severity)) ?? "",
        Value = row.GetString(nameof(Value)),
        At = row.GetString(nameof(At)) ?? "",
        State = Enum.TryParse<CallState>(row.GetString(nameof(State)), out var state) ? state : CallState.Due,
        Tries = row.GetInt32(nameof(Tries)) ?? 0,
        Next = row.GetDateTimeOffset(nameof(Next)) ?? default,
    };

    public TableEntity Write(Topic topic)
    {
        var row = new TableEntity(topic.ToString(), $"{Prefix}{Key}")
        {
            [nameof(Alert)] = Alert,
            [nameof(Event)] = Event,
            [nameof(Rule)] = Rule,
            [nameof(Severity)] = Severity,
            [nameof(Value)] = Value,
            [nameof(At)] = At,
            [nameof(State)] = State.ToString(),
            [nameof(Tries)] = Tries,
        };
        if (Next != default)
            row[nameof(Next)] = Next;
        return row;
    }
}

/// <summary>Where a call stands.</summary>
internal enum CallState
{
    /// <summary>It is to be made.</summary>
    Due,

    /// <summary>It was made and taken.</summary>
    Made,

    /// <summary>There were too many of this patient: it is not made, and that is to be written down.</summary>
    Suppressed,

    /// <summary>It is not made, and that is written down.</summary>
    Dropped,
}
