namespace LiveView.Handler.Connect;

/// <summary>What is said to a caller who asks for what cannot be given: RFC 9457, in words that help and hide what is inside.</summary>
internal static class Problems
{
    public static IResult Unauthorized(string detail, IReadOnlyList<string>? tiers = null) => Problem(StatusCodes.Status401Unauthorized, detail, tiers);

    public static IResult NotFound(string detail, IReadOnlyList<string>? tiers = null) => Problem(StatusCodes.Status404NotFound, detail, tiers);

    public static IResult Unprocessable(string detail, IReadOnlyList<string>? tiers = null) => Problem(StatusCodes.Status422UnprocessableEntity, detail, tiers);

    public static IResult Forbidden(string detail, IReadOnlyList<string>? tiers = null) => Problem(StatusCodes.Status403Forbidden, detail, tiers);

    public static IResult TooLarge(long most) =>
        Problem(StatusCodes.Status413PayloadTooLarge, most == 0 ? "Nothing may be sent here." : $"A body has at most {most} bytes.");

    public static IResult WrongType(IEnumerable<string> types) =>
        Problem(StatusCodes.Status415UnsupportedMediaType, types.Any() ? $"A body is of the type {string.Join(" or ", types)}." : "Nothing may be sent here.");

    public static IResult TooMany(string detail, TimeSpan wait) => new Later(StatusCodes.Status429TooManyRequests, detail, wait);

    public static IResult Unavailable(string detail, TimeSpan wait) => new Later(StatusCodes.Status503ServiceUnavailable, detail, wait);

    // Which of the tiers that were asked for it is about, where not about all of them.
    private static IResult Problem(int status, string detail, IReadOnlyList<string>? tiers = null) =>
        Results.Problem(detail, statusCode: status, extensions: tiers is null ? null : new Dictionary<string, object?> { ["tiers"] = tiers.ToArray() });

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
