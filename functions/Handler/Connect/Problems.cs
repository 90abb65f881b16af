namespace LiveView.Handler.Connect;

/// <summary>What is said to a caller who asks for what cannot be given: RFC 9457, in words that help and hide what is inside.</summary>
internal static class Problems
{
    public static IResult Unauthorized(string detail) => Problem(StatusCodes.Status401Unauthorized, detail);

    public static IResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    public static IResult Unprocessable(string detail) => Problem(StatusCodes.Status422UnprocessableEntity, detail);

    /// <summary>Come back later: the caller is told in a header when that is worth while.</summary>
    public static IResult Busy(string detail) => new Later(Problem(StatusCodes.Status503ServiceUnavailable, detail));

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);

    private sealed class Later(IResult problem) : IResult
    {
        private const string Minute = "60";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Minute;
            return problem.ExecuteAsync(httpContext);
        }
    }
}
