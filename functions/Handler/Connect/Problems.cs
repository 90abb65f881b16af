namespace LiveView.Handler.Connect;

/// <summary>What is said to a caller who asks for what cannot be given: RFC 9457, in words that help and hide what is inside.</summary>
internal static class Problems
{
    public static IResult Unauthorized(string detail) => Problem(StatusCodes.Status401Unauthorized, detail);

    public static IResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    public static IResult Unprocessable(string detail) => Problem(StatusCodes.Status422UnprocessableEntity, detail);

    public static IResult Forbidden(string detail) => Problem(StatusCodes.Status403Forbidden, detail);

    public static IResult TooLarge(long most) =>
        Problem(StatusCodes.Status413PayloadTooLarge, most == 0 ? "Nothing may be sent here." : $"A body has at most {most} bytes.");

    public static IResult WrongType(IEnumerable<string> types) =>
        Problem(StatusCodes.Status415UnsupportedMediaType, types.Any() ? $"A body is of the type {string.Join(" or ", types)}." : "Nothing may be sent here.");

    public static IResult TooMany(string detail, TimeSpan wait) => new Later(StatusCodes.Status429TooManyRequests, detail, wait);

    public static IResult Unavailable(string detail, TimeSpan wait) => new Later(StatusCodes.Status503ServiceUnavailable, detail, wait);

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);

    // When to come again, in whole seconds, rounded up: who comes at that time is not too early.
    private sealed class Later(int status, string detail, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)Math.Max(1, Math.Ceiling(wait.TotalSeconds))}");
            return Problem(status, detail).ExecuteAsync(httpContext);
        }
    }
}
