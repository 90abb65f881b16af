using LiveView.Feeds.Patients;
using LiveView.Handler.Connect;
using LiveView.Handler.Ingest.Push;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>
/// <c>POST /api/recordings</c>: a file of our own form, or a public file of a recorded round, becomes a recording. The same file again changes
/// nothing; another one of the same topic is refused, for a recording has one history. Every damaged line is told.
/// </summary>
internal sealed class RecordingImport(RecordingBlobs blobs, IOptionsMonitor<RecordOptions> options, TimeProvider time, Chance chance, RecordMetrics metrics)
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, PushDoor door, RecordingImport import, IOptionsMonitor<RecordOptions> options, CancellationToken token)
    {
        if (!door.Admits(context.Request))
            return Problems.Unauthorized("Importing needs the key, as X-Api-Key.");
        if (await PushBody.ReadAsync(context, options.CurrentValue.MaxImportBytes, token) is not { } file)
            return Results.Problem($"A file is at most {options.CurrentValue.MaxImportBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        try
        {
            return await import.RunAsync(file, token) switch
            {
                { Conflict: not null } answer => Results.Json(
                    answer, ImportJson.Default.Imported, statusCode: StatusCodes.Status409Conflict, contentType: "application/json"),
                { Records: 0 } nothing => Results.Json(nothing, ImportJson.Default.Imported, statusCode: StatusCodes.Status422UnprocessableEntity),
                var answer => Results.Json(answer, ImportJson.Default.Imported),
            };
        }
        catch (RecordingBusyException)
        {
            context.Response.Headers.RetryAfter = "30";
            return Results.Problem("This recording is being written; try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Imports a file.</summary>
    public async Task<Imported> RunAsync(ReadOnlyMemory<byte> file, CancellationToken token)
    {
        var read = ImportedFile.Read(file);
        if (read.Part is not { } part)
            return new(null, null, 0, 0, read.Damaged, null);
        if (part.Topic.Feed == PatientsFeed.FeedName)
            return new(part.Topic.ToString(), part.Name, 0, 0, [new(1, "Of patients nothing is recorded.")], null);
        if (read.Records.Count == 0)
            return new(part.Topic.ToString(), part.Name, 0, 0, read.Damaged, null);
        var (same, differs) = await CompareAsync(part, read.Records, token);
        if (differs || same == read.Records.Count)
            return new(part.Topic.ToString(), part.Name, read.Records.Count, 0, read.Damaged, differs ? same + 1 : null);
        await using var writer = await RecordingWriter.StartAsync(blobs, part, known: null, options.CurrentValue, time, chance, token);
        var before = writer.Tail.Last;
        if (before != same)
            throw new RecordingBusyException(part, null); // somebody wrote after it was compared and before it was ours
        for (var i = (int)before; i < read.Records.Count; i++)
            await writer.AddAsync([.. read.Records[i].Span, (byte)'\n'], After(part, writer.Tail, read.Records[i]), token);
        await writer.CompleteAsync(token);
        metrics.Written(part, writer.Tail.Last - before, writer.Healed);
        return new(part.Topic.ToString(), part.Name, read.Records.Count, writer.Tail.Last - before, read.Damaged, null);
    }

    // How many lines the file and what is kept have in common, and whether the next one differs. One segment at a time is held, and none beyond the file.
    private async Task<(int Same, bool Differs)> CompareAsync(RecordingPart part, IReadOnlyList<ReadOnlyMemory<byte>> file, CancellationToken token)
    {
        var same = 0;
        foreach (var first in await blobs.SegmentsAsync(part, token))
        {
            foreach (var kept in (await blobs.ReadAsync(part, first, token)).Records)
            {
                if (same == file.Count)
                    return (same, false);
                if (!kept.Line.Span.SequenceEqual(file[same].Span))
                    return (same, true);
                same++;
            }
        }

        return (same, false);
    }

    private static RecordingTail After(RecordingPart part, RecordingTail tail, ReadOnlyMemory<byte> line)
    {
        var reader = new SegmentReader(part, tail);
        reader.Line(line);
        return reader.Done(torn: false).End;
    }
}
