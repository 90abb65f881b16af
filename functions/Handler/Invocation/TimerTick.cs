using System.Text.Json;

namespace LiveView.Handler.Invocation;

/// <summary>A call by a timer.</summary>
/// <param name="IsPastDue">The timer is late: the host was down when it should have called.</param>
internal readonly record struct TimerTick(bool IsPastDue)
{
    /// <summary>Reads the envelope of a timer trigger whose binding is named <c>timer</c>.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static TimerTick Read(JsonElement envelope)
    {
        if (!envelope.TryGetProperty("Data", out var data) || !data.TryGetProperty("timer", out var timer))
            throw new FormatException("The invocation has no Data.timer.");
        return new(timer.ValueKind == JsonValueKind.Object && timer.TryGetProperty(nameof(IsPastDue), out var late) && late.ValueKind == JsonValueKind.True);
    }
}
