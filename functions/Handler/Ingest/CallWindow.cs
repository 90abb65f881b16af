using System.Collections.Immutable;
using System.Globalization;

namespace LiveView.Handler.Ingest;

/// <summary>
/// The calls of a provider in the last five minutes, and how they ended, in slots of 5 s: it slides, and 60 slots are a kilobyte of a row.
/// As text: <c>{slot}:{calls}:{good}:{bad};…</c>, a slot being the Unix time through 5 s.
/// </summary>
internal sealed class CallWindow(ImmutableArray<CallWindow.Slot> slots)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(300);
    private const int SlotSeconds = 5;

    public static CallWindow Empty { get; } = new([]);

    /// <summary>Adds to the slot of an instant; a negative number of calls gives back what was reserved there.</summary>
    public CallWindow Add(DateTimeOffset at, int calls, int good, int bad)
    {
        var number = SlotOf(at);
        var oldest = number - (Length.Ticks / TimeSpan.TicksPerSecond / SlotSeconds);
        var slot = slots.FirstOrDefault(slot => slot.Number == number);
        var sum = new Slot(number, slot.Calls + calls, slot.Good + good, slot.Bad + bad);
        return new([.. slots.Where(other => other.Number > oldest && other.Number != number), sum]);
    }

    /// <summary>How many calls were made in the minute before.</summary>
    public int CallsInMinute(DateTimeOffset now) =>
        slots.Where(slot => slot.Number > SlotOf(now - TimeSpan.FromMinutes(1))).Sum(static slot => slot.Calls);

    /// <summary>The share of good ends, 0 to 1; 1 where nothing ended.</summary>
    public double Health(DateTimeOffset now)
    {
        var (good, bad) = (0, 0);
        foreach (var slot in slots)
        {
            if (slot.Number > SlotOf(now - Length))
                (good, bad) = (good + slot.Good, bad + slot.Bad);
        }

        return good + bad == 0 ? 1 : (double)good / (good + bad);
    }

    /// <summary>When the oldest calls of the minute leave it.</summary>
    public DateTimeOffset Eases(DateTimeOffset now)
    {
        var counted = slots.Where(slot => slot.Calls > 0 && slot.Number > SlotOf(now - TimeSpan.FromMinutes(1))).Select(static slot => slot.Number);
        return DateTimeOffset.FromUnixTimeSeconds((counted.DefaultIfEmpty(SlotOf(now)).Min() * SlotSeconds) + 60);
    }

    public override string ToString() => string.Join(';', slots.Select(static slot => string.Create(
        CultureInfo.InvariantCulture, $"{slot.Number}:{slot.Calls}:{slot.Good}:{slot.Bad}")));

    /// <summary>Reads the text back. What is not readable is left out: a provider without a past is asked as a healthy one.</summary>
    public static CallWindow Parse(string? text)
    {
        var slots = ImmutableArray.CreateBuilder<Slot>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(':') is [var number, var calls, var good, var bad] && long.TryParse(number, CultureInfo.InvariantCulture, out var n)
                && Count(calls) is { } c && Count(good) is { } g && Count(bad) is { } b)
                slots.Add(new(n, c, g, b));
        }

        return new(slots.DrainToImmutable());
    }

    private static int? Count(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static long SlotOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / SlotSeconds;

    /// <summary>Five seconds of calls.</summary>
    internal readonly record struct Slot(long Number, int Calls, int Good, int Bad);
}
