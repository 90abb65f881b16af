namespace LiveView.Local.PubSub;

/// <summary>Who may call: a token by one of the keys whose audience is the request itself, and not too often.</summary>
internal sealed class RestGate(Switchboard board)
{
    private readonly TokenBucket bucket = new(board.Options.MaxRequestsPerSecond, board.Options.Time);

    /// <summary>Lets the call pass or throws.</summary>
    /// <exception cref="RestException">The call is refused with 401 or 429.</exception>
    public void Check(RestCall call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        var claims = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? Jwt.Verify(header[7..].Trim(), board.Options.Keys) : null;
        if (claims is null) throw Unauthorized("The token is missing or its signature is not valid.");
        if (claims.FaultAt(board.Options.Time.GetUtcNow()) is { } fault) throw Unauthorized(fault);
        if (!board.Audience.IsForRequest(claims["aud"], call.Host, call.Target)) throw Unauthorized("Failed to validate audience.");
        if (board.Faults.Throttles() || !bucket.TryTake()) throw new RestException(429, "TooManyRequests", "The request is throttled.");
    }

    private static RestException Unauthorized(string why) => new(401, "Unauthorized", why);
}
