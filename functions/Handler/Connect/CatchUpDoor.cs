using System.Globalization;
using Azure;
using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>Where everything is asked that may be asked of a tier. It answers always: a store that does not is a reply as well.</summary>
internal sealed partial class CatchUpDoor(
    SharedReads reads, TopicStore store, PastStates past, TimeProvider time, ILogger<CatchUpDoor> log)
{
    private readonly CatchUpNow _now = new(reads);
    private readonly CatchUpRange _range = new(reads);
    private readonly CatchUpMoment _moment = new(reads, past, time);
    private readonly CatchUpSources _sources = new(reads, store);

    public async Task<CatchUpReply> AskAsync(CatchUpAddress address, HttpRequest request, CancellationToken token)
    {
        try
        {
            return await (address.View switch
            {
                CatchUpView.Now => FromAsync(address.Tier, request, token),
                CatchUpView.At => _moment.AskAsync(address.Tier, Query(request, "offset"), Query(request, "time"), token),
                CatchUpView.Sources => _sources.AskAsync(address.Tier, address.Offset, token),
            });
        }
        catch (Exception failure) when (failure is RequestFailedException or TaskCanceledException && !token.IsCancellationRequested)
        {
            Log.Unanswered(log, failure, address.Tier);
            return CatchUpReply.Busy;
        }
    }

    private Task<CatchUpReply> FromAsync(Tier tier, HttpRequest request, CancellationToken token)
    {
        var (after, to, known) = (Query(request, "after"), Query(request, "to"), request.Headers.IfNoneMatch.ToString());
        Position? there = null;
        if ((to is null ? after ?? known : after) is { Length: > 0 } text)
        {
            if (!Position.TryParse(text, out var parsed))
                return Task.FromResult(CatchUpReply.Refused("A position reads epoch:offset."));
            there = parsed;
        }

        if (to is null)
            return _now.AskAsync(tier, there, token);
        return there is { } from && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? _range.AskAsync(tier, from, last, known, token)
            : Task.FromResult(CatchUpReply.Refused("A range reads ?after=epoch:offset&to=offset."));
    }

    private static string? Query(HttpRequest request, string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private static partial class Log
    {
        [LoggerMessage(5201, LogLevel.Warning, "{Tier} could not be read for a viewer, who is asked to come back.")]
        public static partial void Unanswered(ILogger logger, Exception failure, Tier tier);
    }
}
