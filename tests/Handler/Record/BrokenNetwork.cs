using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Blobs;

namespace LiveView.Handler.Tests.Record;

/// <summary>The process was ended from outside: nothing of it runs any more.</summary>
internal sealed class KilledException() : Exception("Killed.");

/// <summary>What happens to a call.</summary>
internal enum Fate
{
    /// <summary>It goes through.</summary>
    Well,

    /// <summary>It never arrives.</summary>
    Lost,

    /// <summary>It takes effect, and its answer never arrives.</summary>
    AnswerLost,

    /// <summary>The process is killed before it.</summary>
    KilledBefore,

    /// <summary>The process is killed after it took effect.</summary>
    KilledAfter,
}

/// <summary>A network on which a test decides what becomes of each call.</summary>
internal sealed class BrokenNetwork(Func<int, Request, Fate> fate) : HttpPipelineTransport
{
    private readonly HttpPipelineTransport _inner = new BlobClientOptions().Transport;
    private int _calls;
    private bool _killed;

    public int Calls => _calls;

    public bool Killed => _killed;

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (_killed)
            throw new KilledException();
        switch (fate(Interlocked.Increment(ref _calls), message.Request))
        {
            case Fate.Well:
                await _inner.ProcessAsync(message);
                break;
            case Fate.Lost:
                throw new IOException("No route.");
            case Fate.AnswerLost:
                await _inner.ProcessAsync(message);
                throw new IOException("The connection was reset.");
            case Fate.KilledBefore:
                _killed = true;
                throw new KilledException();
            case Fate.KilledAfter:
                await _inner.ProcessAsync(message);
                _killed = true;
                throw new KilledException();
        }
    }

    /// <summary>Whether a call appends a block.</summary>
    public static bool IsAppend(Request request) => request.Uri.Query.Contains("comp=appendblock", StringComparison.Ordinal);
}
