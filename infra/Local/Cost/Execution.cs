namespace LiveView.Local.Cost;

/// <summary>One execution of a function, since the meter began.</summary>
internal readonly record struct Execution(string Function, TimeSpan Begin, TimeSpan End)
{
    /// <summary>
    /// How long an instance is billed for executions that share it: while at least one runs, at least a second at a time, then by tenths.
    /// </summary>
    public static TimeSpan Billed(IEnumerable<Execution> executions)
    {
        var (total, begin, end) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.MinValue);
        foreach (var one in executions.OrderBy(static execution => execution.Begin))
        {
            if (one.Begin > end)
            {
                total += Whole(begin, end);
                begin = one.Begin;
            }

            // A period that began lasts a second, and what begins within it is within it.
            end = Max(end, Max(one.End, begin + TimeSpan.FromSeconds(1)));
        }

        return total + Whole(begin, end);
    }

    private static TimeSpan Whole(TimeSpan begin, TimeSpan end) =>
        end < begin ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((end - begin).TotalMilliseconds / 100) * 100);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
