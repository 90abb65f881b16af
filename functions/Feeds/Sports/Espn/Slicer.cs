using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Walks the elements of a JSON list, recognising those of the board before and reading the others.</summary>
internal static class Slicer
{
    /// <param name="body">The whole answer.</param>
    /// <param name="head">The first byte after the list's opening bracket.</param>
    /// <param name="before">The board before, if any.</param>
    /// <param name="tail">The list's closing bracket.</param>
    /// <exception cref="JsonException">The list is torn, or no JSON.</exception>
    public static ImmutableArray<Slice> Cut(ReadOnlySpan<byte> body, int head, EspnBoard? before, out int tail)
    {
        var slices = ImmutableArray.CreateBuilder<Slice>(before?.Slices.Length ?? 32);
        var guess = 0;
        var at = SkipSpace(body, head);
        if (body[at] == ']')
        {
            tail = at;
            return [];
        }

        while (true)
        {
            if (before is null || !before.Recognises(body[at..], guess, out var slice))
            {
                var (read, noise) = EspnNoise.Read(body[at..]);
                slice = new(0, read, noise, -1);
            }

            slices.Add(slice with { Offset = at });
            guess = slice.Before >= 0 ? slice.Before + 1 : guess + 1;
            at = SkipSpace(body, at + slice.Length);
            if (body[at] == ']')
                break;
            if (body[at] != ',')
                throw new JsonException("Between two elements stands a comma.");
            at = SkipSpace(body, at + 1);
        }

        tail = at;
        return slices.DrainToImmutable();
    }

    private static int SkipSpace(ReadOnlySpan<byte> body, int at)
    {
        while (at < body.Length && body[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at < body.Length ? at : throw new JsonException("The list does not end.");
    }
}
