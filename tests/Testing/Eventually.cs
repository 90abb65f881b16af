using System.Diagnostics;

namespace LiveView.Testing;

/// <summary>Waits for something that another process or thread will make true, without guessing how long it takes.</summary>
public static class Eventually
{
    /// <summary>Polls <paramref name="condition"/> until it holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within <paramref name="within"/> (30 s by default).</exception>
    public static async Task Until(string reason, Func<Task<bool>> condition, CancellationToken token, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException($"It did not happen within {limit}: {reason}.");
            await timer.WaitForNextTickAsync(token);
        }
    }

    /// <inheritdoc cref="Until(string, Func{Task{bool}}, CancellationToken, TimeSpan?)"/>
    public static Task Until(string reason, Func<bool> condition, CancellationToken token, TimeSpan? within = null) =>
        Until(reason, () => Task.FromResult(condition()), token, within);
}
