using Azure;
using LiveView.Handler.Connect;
using Microsoft.AspNetCore.Diagnostics;

namespace LiveView.Handler.Doors;

/// <summary>
/// What nobody has caught because something that is needed does not answer: no fault of the caller's, and none of ours either. It is told
/// 503, and when to come again.
/// </summary>
internal sealed partial class Away(ILogger<Away> log) : IExceptionHandler
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // A service that answers what we cannot have meant (4xx) is a fault of ours and stays one. Lost races without end are a crowd.
        if (exception is not (RequestFailedException { Status: 0 or 408 or 429 or >= 500 } or TimeoutException))
            return false;
        Log.Away(log, exception);
        await Problems.Unavailable("Something that is needed does not answer; come again.", Soon).ExecuteAsync(httpContext);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(7150, LogLevel.Warning, "A request could not be answered: something that is needed does not answer.")]
        public static partial void Away(ILogger logger, Exception failure);
    }
}
