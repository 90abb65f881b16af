using System.Text.Json.Serialization;
using Azure;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Tv;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Push;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tv;

/// <summary>
/// <c>POST /api/tv/{station}/commands</c>: an operator skips, orders, or puts something in. It is taken when the hub has it; what came of it
/// stands in the station's log, under its id. So many a minute and no more, over all instances.
/// </summary>
internal sealed class CommandEndpoint(
    Stations stations,
    PushDoor door,
    BucketStore buckets,
    [FromKeyedServices(Hubs.Raw)] HubSender raws,
    IOptionsMonitor<TvOptions> options,
    TimeProvider time,
    TvMetrics metrics)
{
    public async Task<IResult> HandleAsync(string station, HttpContext context, CancellationToken token)
    {
        if (!door.Admits(context.Request))
            return Refused("key", Problems.Unauthorized("Commands need the key, as X-Api-Key."));
        if (Stations.TopicOf(station) is not { } topic)
            return Refused("name", StationEndpoints.NoName());
        if (await PushBody.ReadAsync(context, 64 * 1024, token) is not { } body)
            return Refused("size", Problems.TooLarge(64 * 1024));
        if (Command.Read(body, out var problem) is not { } command)
            return Refused("malformed", Problems.Unprocessable(problem));
        if (await stations.ReadAsync(topic, token) is not { } found)
            return Refused("unknown", StationEndpoints.Unknown());
        if (found.HasHeard(command))
            return Answer(command, "repeated");
        if (await WaitAsync(topic, token) is { } wait)
            return Refused("rate", Problems.TooMany($"A station takes {options.CurrentValue.CommandsPerMinute} commands a minute.", wait));
        try
        {
            var raw = StationRaw.Wanted(topic, time.GetUtcNow(), command) with { Trace = System.Diagnostics.Activity.Current?.Id };
            await raws.SendAsync([new(topic.ToString(), RawJson.Write(raw))], token);
        }
        catch (RequestFailedException)
        {
            return Refused("away", Problems.Unavailable("It was not taken; send it again, with the same id.", TimeSpan.FromSeconds(1)));
        }

        return Answer(command, "taken");
    }

    private async Task<TimeSpan?> WaitAsync(Topic topic, CancellationToken token)
    {
        var (settings, wait) = (options.CurrentValue, TimeSpan.Zero);
        var bucket = await buckets.ChangeAsync(
            BucketStore.KeyOf("command", topic.Key), bucket => bucket.Attempt(settings.CommandBurst, settings.CommandsPerMinute, time.GetUtcNow(), out wait), token);
        return bucket is null ? wait : null;
    }

    private IResult Answer(Command command, string outcome)
    {
        metrics.Commanded(outcome);
        return Results.Json(new CommandAnswer(command.Id, outcome), TvJson.Default.CommandAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private IResult Refused(string reason, IResult problem)
    {
        metrics.Commanded(reason);
        return problem;
    }
}

/// <summary>What became of a command: <c>taken</c>, or <c>repeated</c> where it had come before.</summary>
internal sealed record CommandAnswer(string Id, string Outcome);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommandAnswer))]
internal sealed partial class TvJson : JsonSerializerContext;
