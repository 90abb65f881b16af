using System.Globalization;
using System.Text;
using LiveView.Core.Feeds;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Tests.Patients;

/// <summary>A pulse from colours: recorded fingers with the truth of a chest strap beside them, made faces, and what is no pulse.</summary>
public sealed class PulseTests(ITestOutputHelper output)
{
    [Fact]
    public void Ten_recorded_fingers_are_read_within_two_and_a_half_beats_and_what_is_poor_is_no_reading()
    {
        List<decimal> all = [];
        List<decimal> subjects = [];
        var none = 0;
        for (var subject = 1; subject <= 10; subject++)
        {
            var (frames, beats) = Recorded(subject);
            List<decimal> errors = [];
            var windows = 0;
            for (var from = 0L; from + PulseReader.Longest <= frames[^1].At; from += 1_000)
            {
                var estimate = PulseReader.Read(Site.Finger, [.. frames.Where(frame => frame.At >= from && frame.At <= from + PulseReader.Longest)]);
                windows++;
                if (estimate.Beats is { } found)
                    errors.Add(Math.Abs(found - Truth(beats, from, from + PulseReader.Longest)));
                else
                    none++;
            }

            Assert.True(errors.Count > windows / 2, $"Finger {subject} was read in {errors.Count} of {windows} windows.");
            subjects.Add(errors.Average());
            all.AddRange(errors);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"finger {subject:D2}: {errors.Count} of {windows} windows read, mean absolute error {errors.Average():F2} bpm"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {all.Count} read, {none} no reading, mean absolute error {all.Average():F2} bpm, of subjects {subjects.Average():F2} bpm"));
        Assert.True(all.Average() <= 2.5m && subjects.Average() <= 2.5m);
        Assert.All(subjects, static error => Assert.True(error <= 5));
        Assert.True(none > 0); // some seconds of these fingers are no pulse, and nothing is made up for them
    }

    [Theory]
    [InlineData(45, 15)]
    [InlineData(60, 30)]
    [InlineData(75, 30)]
    [InlineData(118, 25)]
    [InlineData(180, 30)]
    [InlineData(220, 60)]
    public void A_made_face_beats_as_it_was_made_to(int beats, int framesPerSecond)
    {
        var estimate = PulseReader.Read(Site.Face, Face(beats, framesPerSecond, noise: 200));
        Assert.InRange(estimate.Beats ?? 0, beats - 1, beats + 1);
        Assert.Null(estimate.Reason);
    }

    [Fact]
    public void Light_that_flickers_on_all_colours_alike_is_not_a_pulse()
    {
        // 100 flashes a minute on every colour, twenty times stronger than the pulse of 72.
        var frames = Face(72, 30, noise: 60).Select((frame, i) => Lit(frame, 1_000_000 + (int)(20_000 * Math.Sin(2 * Math.PI * 100 / 60 * i / 30)))).ToArray();
        var estimate = PulseReader.Read(Site.Face, frames);
        Assert.True(estimate.Beats is null or >= 71 and <= 73, $"{estimate}");
    }

    [Fact]
    public void Faces_without_a_pulse_have_no_reading()
    {
        var read = Enumerable.Range(1, 60).Count(static seed => PulseReader.Read(Site.Face, Face(0, 15, noise: 600, seed)).Beats is not null);
        Assert.Equal(0, read);
    }

    [Fact]
    public void Fingers_without_a_pulse_have_no_reading()
    {
        var read = Enumerable.Range(1, 60).Select(static seed => PulseReader.Read(Site.Finger, Face(0, 30, noise: 600, seed))).Count(static estimate => estimate is { Beats: not null, Reason: null });
        Assert.Equal(0, read);
    }

    [Fact]
    public void A_colour_that_stands_still_is_no_reading()
    {
        Frame[] still = [.. Enumerable.Range(0, 360).Select(static i => new Frame(i * 33, 200_000, 0, 12))];
        Assert.Equal("flat", PulseReader.Read(Site.Finger, still).Reason);
        Assert.Equal("flat", PulseReader.Read(Site.Face, still).Reason);
        Assert.Equal("flat", PulseReader.Read(Site.Face, [.. Face(72, 30, 60).Select(static frame => frame with { Green = 0, Blue = 0 })]).Reason);
    }

    [Fact]
    public void A_pause_cuts_the_trace_and_what_is_left_is_too_short()
    {
        var frames = Face(72, 30, noise: 60);
        Assert.Equal("short", PulseReader.Read(Site.Face, [.. frames.Where(static frame => frame.At is < 8_000 or > 8_600)]).Reason);
        Assert.Equal("short", PulseReader.Read(Site.Face, frames.AsSpan(0, 200)).Reason);
        Assert.Equal("short", PulseReader.Read(Site.Face, []).Reason);
    }

    [Fact]
    [Trait("Requirement", "65")]
    public void Batches_of_three_frames_say_what_one_batch_says_and_a_batch_that_comes_twice_says_nothing()
    {
        var frames = Face(72, 30, noise: 60, seconds: 20);
        var (whole, pieces) = (new Bed(), new Bed());
        whole.Push(Trace("face", frames));
        foreach (var batch in frames.Chunk(3).Where(static batch => batch.Length == 3))
        {
            pieces.Push(Trace("face", batch));
            pieces.Push(Trace("face", batch));
        }

        Assert.Equal("72", whole.Value("camera"));
        Assert.Equal(whole.Value("camera"), pieces.Value("camera"));
        Assert.Equal(whole.Log["trend"].Select(static entry => entry.ToString()), pieces.Log["trend"].Select(static entry => entry.ToString()));
        Assert.True(whole.Vitals.GetProperty("values").GetProperty("camera").GetProperty("derived").GetBoolean());
        Assert.Equal(Rejection.Malformed, Assert.Single(pieces.Push(Trace("face", frames[..2])).Refusals).Reason);
    }

    [Fact]
    public void A_poor_trace_says_that_there_is_no_reading_once_and_leaves_no_value()
    {
        var bed = new Bed();
        bed.Push(Trace("face", Face(0, 30, noise: 600, seed: 3, seconds: 20)));
        Assert.Equal("none", bed.Vitals.GetProperty("camera").GetProperty("reading").GetString());
        Assert.Null(bed.State!.Documents["vitals"].Span.IndexOf("\"beats\""u8) >= 0 ? "beats" : null);
        Assert.True(bed.News2.GetProperty("missing").GetProperty("pulse").GetBoolean());
        Assert.Single(bed.Log["trend"]);
    }

    [Theory]
    [InlineData("""{"trace":{"site":"toe","frames":[[0,1,2,3],[1,1,2,3],[2,1,2,3]]}}""")]
    [InlineData("""{"trace":{"site":"face","frames":[[0,1,2],[1,1,2],[2,1,2]]}}""")]
    [InlineData("""{"trace":{"site":"face","frames":[[0,1,2,256],[1,1,2,3],[2,1,2,3]]}}""")]
    [InlineData("""{"trace":{"site":"face","frames":[[0,1,2,"3"],[1,1,2,3],[2,1,2,3]]}}""")]
    [InlineData("""{"trace":[]}""")]
    public void What_is_no_trace_is_refused(string json) => Assert.Equal(Rejection.Malformed, Assert.Single(new Bed().Push(json).Refusals).Reason);

    [Fact]
    public void The_cosines_are_those_of_the_textbook()
    {
        for (var step = 0; step < Cosine.Turn; step++)
            Assert.Equal(Math.Cos(2 * Math.PI * step / Cosine.Turn), Cosine.At(step) / (double)Cosine.One, 1e-6);
    }

    private static string Trace(string site, IEnumerable<Frame> frames)
    {
        var rows = frames.Select(static frame => string.Create(CultureInfo.InvariantCulture, $"[{frame.At},{frame.Red / 1_000m},{frame.Green / 1_000m},{frame.Blue / 1_000m}]"));
        return $"{{\"trace\":{{\"site\":\"{site}\",\"frames\":[{string.Join(',', rows)}]}}}}";
    }

    // Skin: a pulse that is strongest in green, breathing and drift on all colours, and noise of the sensor in thousandths of a level.
    private static Frame[] Face(int beats, int framesPerSecond, int noise, int seed = 1, int seconds = 12)
    {
        var chance = new Random(seed);
        return
        [
            .. Enumerable.Range(0, (seconds * framesPerSecond) + 2).Select(i =>
            {
                var at = (i * 1_000 / framesPerSecond) + (i == 0 ? 0 : chance.Next(-3, 4));
                var turn = 2 * Math.PI * at / 1_000;
                var (pulse, light) = (beats == 0 ? 0 : Math.Sin(turn * beats / 60), 1 + (0.01 * Math.Sin(turn * 0.25)));
                int Level(int mean, double strength) => (int)((mean * light * (1 + (strength * pulse))) + (noise * (chance.NextDouble() - 0.5)));
                return new Frame(Math.Max(0, at), Level(160_000, 0.0015), Level(110_000, 0.0050), Level(95_000, 0.0025));
            }),
        ];
    }

    private static Frame Lit(Frame frame, int millionths) =>
        frame with { Red = Lit(frame.Red, millionths), Green = Lit(frame.Green, millionths), Blue = Lit(frame.Blue, millionths) };

    private static int Lit(int level, int millionths) => (int)((long)level * millionths / 1_000_000);

    private static (Frame[] Frames, int[] Beats) Recorded(int subject)
    {
        var root = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(root), "LIVEVIEW_FIXTURES names no folder of recorded answers.");
        var name = Path.Combine(root, "patients", "welltory_finger_ppg", $"subject_{subject:D2}");
        var frames = File.ReadLines($"{name}_PPG.csv").Skip(1).Select(static line => line.Split(','))
            .Select(static cells => new Frame(long.Parse(cells[0], CultureInfo.InvariantCulture), Level(cells[1]), Level(cells[2]), Level(cells[3]))).ToArray();
        return (frames, [.. File.ReadAllText($"{name}_RR.txt", Encoding.ASCII).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static beat => int.Parse(beat, CultureInfo.InvariantCulture))]);
    }

    private static int Level(string cell) => (int)(decimal.Parse(cell, CultureInfo.InvariantCulture) * 1_000);

    // The chest strap tells the time from beat to beat in milliseconds.
    private static decimal Truth(int[] beats, long from, long to)
    {
        var at = 0L;
        List<int> within = [];
        foreach (var beat in beats)
        {
            at += beat;
            if (at >= from && at <= to)
                within.Add(beat);
        }

        return 60_000m / (decimal)within.Average();
    }
}
