using Microsoft.AspNetCore.Diagnostics;

namespace LiveView.Handler.Doors;

/// <summary>What nobody has caught: told as RFC 9457 problem details without what is inside. An error without a body gets one too.</summary>
internal static class Failures
{
    public static void UseFailures(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A request that ends too early or is no HTTP after all is the caller's fault, and no error of ours to be written down.
            StatusCodeSelector = static failure => failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            // What Away has answered it has written down itself.
            SuppressDiagnosticsCallback = static failed => failed.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService || failed.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
    }
}
