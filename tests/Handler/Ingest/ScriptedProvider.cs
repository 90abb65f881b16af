using System.Net;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A provider at the edge of the process: answers by a rule that may change, and keeps when it was asked.</summary>
internal sealed class ScriptedProvider(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _asked = [];

    /// <summary>What it answers; null hangs until the caller gives up.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = static _ => new(HttpStatusCode.InternalServerError);

    /// <summary>When it was asked.</summary>
    public IReadOnlyList<DateTimeOffset> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_gate)
            _asked.Add(time.GetUtcNow());
        if (Answer(request) is { } answer)
            return answer;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        throw new InvalidOperationException("It was not cancelled.");
    }
}
