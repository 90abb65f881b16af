using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LiveView.Core.Canonical;

/// <summary>
/// JSON merge patches (RFC 7396) between canonical documents, both ways. Without nulls and arrays they are exact and minimal:
/// <c>Apply(a, Diff(a, b)) = b</c>, and the patch names nothing that did not change.
/// </summary>
public static class MergePatch
{
    /// <summary>What turns <paramref name="from"/> into <paramref name="to"/>, both canonical; <c>{}</c> when they are equal.</summary>
    public static byte[] Diff(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to)
    {
        using var before = JsonDocument.Parse(from);
        using var after = JsonDocument.Parse(to);
        var output = new ArrayBufferWriter<byte>(256);
        Diff(output, before.RootElement, after.RootElement);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The canonical document that a patch makes of a canonical document.</summary>
    /// <exception cref="FormatException">The patch holds what no document may hold.</exception>
    public static byte[] Apply(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> patch)
    {
        using var before = JsonDocument.Parse(document);
        using var change = JsonDocument.Parse(patch);
        var output = new ArrayBufferWriter<byte>(document.Length + patch.Length);
        Apply(output, before.RootElement, change.RootElement);
        return output.WrittenSpan.ToArray();
    }

    // Members of canonical objects are sorted, so both walks are merges of two sorted lists.
    private static void Diff(ArrayBufferWriter<byte> output, JsonElement from, JsonElement to)
    {
        var members = new Members(output);
        foreach (var (name, before, after) in Members.Pair(from, to))
        {
            if (after is null)
                members.Name(name).Write("null"u8);
            else if (before is null)
                CanonicalJson.Write(members.Name(name), after.Value);
            else if (Same(before.Value, after.Value))
                continue;
            else if (IsObject(before.Value) && IsObject(after.Value))
                Diff(members.Name(name), before.Value, after.Value);
            else
                CanonicalJson.Write(members.Name(name), after.Value);
        }

        members.End();
    }

    private static void Apply(ArrayBufferWriter<byte> output, JsonElement? target, JsonElement patch)
    {
        var members = new Members(output);
        foreach (var (name, before, change) in Members.Pair(target, patch))
        {
            if (change is null)
                CanonicalJson.Write(members.Name(name), before!.Value); // one of a pair is always there
            else if (change.Value.ValueKind == JsonValueKind.Null)
                continue;
            else if (IsObject(change.Value))
                Apply(members.Name(name), before is { } old && IsObject(old) ? old : null, change.Value);
            else
                CanonicalJson.Write(members.Name(name), change.Value);
        }

        members.End();
    }

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool Same(JsonElement a, JsonElement b) =>
        JsonMarshal.GetRawUtf8Value(a).SequenceEqual(JsonMarshal.GetRawUtf8Value(b));
}
