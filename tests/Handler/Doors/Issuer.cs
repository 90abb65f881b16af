using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Doors;

/// <summary>An OpenID Connect issuer on this machine: it publishes its keys and signs what a test wants signed.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly RSA _rsa = RSA.Create(2_048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _asked;

    private Issuer(WebApplication web) => _web = web;

    public string Name => _web.Urls.Single();

    /// <summary>How often its keys were fetched.</summary>
    public int Asked => _asked;

    /// <summary>Whether it fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>It answers no sooner than this.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    public byte[] PublicKeyBytes => Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    public static async Task<Issuer> StartAsync(CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var issuer = new Issuer(builder.Build());
        issuer._web.MapGet("/.well-known/openid-configuration", () => issuer.IsAway
            ? Results.StatusCode(503)
            : Results.Json(new Dictionary<string, string> { ["issuer"] = issuer.Name, ["jwks_uri"] = $"{issuer.Name}/keys" }));
        issuer._web.MapGet("/keys", async () =>
        {
            Interlocked.Increment(ref issuer._asked);
#pragma warning disable VSTHRD003 // the test's own
            await issuer.Answers;
#pragma warning restore VSTHRD003
            return Results.Text(issuer.Keys(), "application/json");
        });
        await issuer._web.StartAsync(token);
        return issuer;
    }

    public string SignRsa(string claims, string kid = "r1") =>
        Token($$"""{"alg":"RS256","kid":"{{kid}}"}""", claims, signed => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string SignCurve(string claims) =>
        Token("""{"alg":"ES256","kid":"e1"}""", claims, signed => _curve.SignData(signed, HashAlgorithmName.SHA256));

    /// <summary>A token of any header, signed in any way.</summary>
    public static string Token(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string SignSecret(string secret, string claims, string header = """{"alg":"HS256","typ":"JWT"}""") =>
        Token(header, claims, signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    public static string Claims(string subject, string issuer = "live-view", string audience = "live-view", int seconds = 600, params string[] roles) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["sub"] = subject,
            ["iss"] = issuer,
            ["aud"] = audience,
            ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds,
            ["roles"] = roles,
        });

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _rsa.Dispose();
        _curve.Dispose();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string Keys()
    {
        var (rsa, curve) = (_rsa.ExportParameters(false), _curve.ExportParameters(false));
        return $$"""
            {"keys":[
              {"kty":"RSA","kid":"r1","use":"sig","alg":"RS256","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}"},
              {"kty":"EC","kid":"e1","use":"sig","crv":"P-256","x":"{{Base64Url.EncodeToString(curve.Q.X)}}","y":"{{Base64Url.EncodeToString(curve.Q.Y)}}"},
              {"kty":"oct","kid":"o1","k":"AAAA"},{"kty":"RSA","kid":"weak","n":"AQAB","e":"AQAB"},7]}
            """;
    }
}
