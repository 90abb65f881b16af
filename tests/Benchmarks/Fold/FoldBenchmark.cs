using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Feeds;

namespace LiveView.Benchmarks.Fold;

/// <summary>
/// What one poll of a 200 KB scoreboard costs, as ratios to one pass of the JSON reader over the same bytes: ratios survive a change of
/// machine. Each number is the median of interleaved rounds, so that a busy neighbour slows all alike.
/// </summary>
internal static class FoldBenchmark
{
    private const int Matches = 18;
    private const int Rounds = 41;
    private const int Repeats = 20;

    private static readonly DateTimeOffset Noon = new(2026, 8, 15, 15, 30, 0, TimeSpan.Zero);

    /// <summary>Prints the table; 0 when the targets hold, 1 when not.</summary>
    public static int Run(TextWriter output)
    {
        var (board, same) = (SampleBoard.Of(Matches).ToBytes(), SampleBoard.Of(Matches).ToBytes());
        var goal = SampleBoard.Of(Matches).WithGoal(9).ToBytes();
        var jitter = SampleBoard.Of(Matches, round: 1).ToBytes();
        var jitterAndGoal = SampleBoard.Of(Matches, round: 1).WithGoal(9).ToBytes();
        var feed = FeedCatalog.All["sports"];
        var memory = Split(feed, board, null).Memory;
        var states = Split(feed, board, null).Raws.ToDictionary(static raw => raw.Topic.ToString(), raw => Folded(feed.Fold(null, raw)).State);

        (string Name, Func<int> Work, int Expected, double? Target)[] rows =
        [
            ("one Utf8JsonReader pass (the yardstick)", () => Pass(board), 0, null),
            ("nothing changed", () => Poll(feed, same, memory, states), 0, 0.5),
            ("one match changed: a goal", () => Poll(feed, goal, memory, states), 1, 1.0),
            ("odds and tickets of all moved", () => Poll(feed, jitter, memory, states), 0, null),
            ("odds and tickets of all moved, and a goal", () => Poll(feed, jitterAndGoal, memory, states), 1, null),
            ("cold: nothing remembered, all states known", () => Poll(feed, board, null, states), 0, null),
            ("cold: first sight of all", () => Poll(feed, board, null, []), Matches, null),
        ];
        foreach (var (name, work, expected, _) in rows)
        {
            for (var i = 0; i < 300; i++) // until the code is compiled for speed
            {
                if (work() is var folded && folded != expected)
                    throw new InvalidOperationException($"'{name}' folds {expected} matches, not {folded}.");
            }
        }

        var medians = Medians([.. rows.Select(static row => row.Work)]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{board.Length / 1000.0:F0} KB, {Matches} matches"));
        var held = true;
        for (var i = 0; i < rows.Length; i++)
        {
            var ratio = medians[i] / medians[0];
            held &= rows[i].Target is null || ratio <= rows[i].Target;
            var target = rows[i].Target is { } most ? $"  at most {most.ToString("F1", CultureInfo.InvariantCulture)}x" : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows[i].Name,-46} {medians[i],8:F1} us {ratio,6:F2}x{target}"));
        }

        return SizeOfAGoal(output, feed, goal, memory, states) && held ? 0 : 1;
    }

    private static bool SizeOfAGoal(TextWriter output, IFeed feed, byte[] goal, SplitMemory? memory, Dictionary<string, TopicState> states)
    {
        var raw = Split(feed, goal, memory).Raws[0];
        var (before, after) = (states[raw.Topic.ToString()], Folded(feed.Fold(states[raw.Topic.ToString()], raw)));
        var (whole, patches) = (0, 0);
        foreach (var (tier, document) in after.State.Documents)
        {
            whole += document.Length;
            if (!document.Span.SequenceEqual(before.Documents[tier].Span))
                patches += MergePatch.Diff(before.Documents[tier], document).Length;
        }

        var entries = after.Entries.Sum(static entry => entry.Entry.Length);
        var share = (double)patches / whole;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a goal: patch {patches} B of {whole} B state ({share:P1}), at most 10%; its log entry {entries} B"));
        return share <= 0.1;
    }

    private static double[] Medians(Func<int>[] works)
    {
        var times = works.Select(static _ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var repeat = 0; repeat < Repeats; repeat++)
                    works[i]();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Repeats;
            }
        }

        foreach (var column in times)
            Array.Sort(column);
        return [.. times.Select(static column => column[Rounds / 2])];
    }

    private static int Pass(byte[] board)
    {
        var reader = new Utf8JsonReader(board);
        while (reader.Read())
        {
            // Reading is the work.
        }

        return reader.CurrentDepth;
    }

    private static int Poll(IFeed feed, byte[] board, SplitMemory? memory, Dictionary<string, TopicState> states)
    {
        var folded = 0;
        foreach (var raw in Split(feed, board, memory).Raws)
            folded += feed.Fold(states.GetValueOrDefault(raw.Topic.ToString()), raw) is FoldResult.Folded ? 1 : 0;
        return folded;
    }

    private static Split Split(IFeed feed, byte[] board, SplitMemory? memory) =>
        feed.Split(new("espn", SampleBoard.Target, board, Noon), memory);

    private static FoldResult.Folded Folded(FoldResult result) => (FoldResult.Folded)result;
}
