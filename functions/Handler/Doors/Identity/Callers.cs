using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Identity;

/// <summary>Finds out who sends a request. Only a header proves it: a cookie would be sent by a stranger's page as well.</summary>
internal sealed class Callers(IOptionsMonitor<IdentityOptions> options, TokenVerifier tokens)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller; a proof that is none is a refusal, even where anonymous callers are welcome.</summary>
    public async ValueTask<TokenVerdict> IdentifyAsync(HttpRequest request, CancellationToken token)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 1)
            return TokenVerdict.Refused("malformed");
        if (authorization.ToString() is { Length: > 0 } proof)
        {
            return proof.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? await tokens.VerifyAsync(proof[Scheme.Length..].Trim(), token)
                : TokenVerdict.Refused("scheme");
        }

        if (options.CurrentValue.PlatformHeaders && request.Headers.ContainsKey(PlatformPrincipal.IdHeader))
            return PlatformPrincipal.Read(request.Headers) is { } caller ? TokenVerdict.Of(caller) : TokenVerdict.Refused("malformed");
        return TokenVerdict.Of(Caller.Anonymous);
    }
}
