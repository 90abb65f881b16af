using System.Text;
using LiveView.Handler.Doors.Identity;
using LiveView.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Which tokens prove who calls, and which do not.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Secret = "3f9c1d7e5b2a48609d1c7e3b5f8a2046";
    private const string Previous = "a17c5e3d9b2f4860c1e7d3b5f9a20468";

    private Issuer? _issuer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Issuer Trusted => _issuer ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _issuer = await Issuer.StartAsync(Token);

    public ValueTask DisposeAsync() => Trusted.DisposeAsync();

    [Fact]
    [Trait("Requirement", "150")]
    public async Task A_token_of_either_secret_names_its_subject_so_that_a_secret_can_be_changed()
    {
        foreach (var secret in new[] { Secret, Previous })
        {
            var verdict = await VerifyAsync(Issuer.SignSecret(secret, Issuer.Claims("ann", "live-view", "live-view", 600, "admin", "analyst")));
            Assert.Equal("ann", verdict.Caller?.Subject);
            Assert.Equal(["admin", "analyst"], verdict.Caller!.Roles);
        }
    }

    [Fact]
    public async Task A_token_of_a_trusted_issuer_is_proven_by_its_published_keys()
    {
        Assert.Equal("ann", (await VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name)))).Caller?.Subject);
        Assert.Equal("bob", (await VerifyAsync(Trusted.SignCurve(Issuer.Claims("bob", Trusted.Name)))).Caller?.Subject);
    }

    [Theory]
    [InlineData("no token", "malformed")]
    [InlineData("no signature", "malformed")]
    [InlineData("alg none", "signature")]
    [InlineData("alg none, unsigned", "signature")]
    [InlineData("another secret", "signature")]
    [InlineData("changed claims", "signature")]
    [InlineData("the public key as a secret", "signature")]
    [InlineData("our secret in the issuer's name", "signature")]
    [InlineData("a stranger's issuer", "issuer")]
    [InlineData("no issuer", "issuer")]
    [InlineData("another audience", "audience")]
    [InlineData("run out", "expired")]
    [InlineData("no end", "endless")]
    [InlineData("not yet", "early")]
    [InlineData("from the future", "early")]
    [InlineData("no subject", "subject")]
    [InlineData("a subject with a slash", "subject")]
    [InlineData("a critical extension", "malformed")]
    [InlineData("a claim twice", "malformed")]
    [InlineData("an end that is text", "malformed")]
    [InlineData("longer than any", "malformed")]
    [InlineData("an end beyond all time", "malformed")]
    [InlineData("an end at the end of all time", "malformed")]
    [InlineData("a beginning before all time", "malformed")]
    [Trait("Requirement", "9")]
    [Trait("Requirement", "144")]
    public async Task What_proves_nothing_is_refused_under_its_own_word(string attack, string reason)
    {
        var verdict = await VerifyAsync(Make(attack));
        Assert.Null(verdict.Caller);
        Assert.Equal(reason, verdict.Refusal);
    }

    [Fact]
    public async Task A_made_up_key_does_not_make_us_call_the_issuer_again()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var keys = new IssuerKeys(new(), time, NullLogger<IssuerKeys>.Instance);
        var verifier = new TokenVerifier(Options(), keys, time);
        for (var i = 0; i < 50; i++)
            Assert.Equal("signature", (await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name), $"made-up-{i}"), Token)).Refusal);
        Assert.Equal(1, Trusted.Asked);
        time.Advance(TimeSpan.FromMinutes(6));
        await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name), "newer"), Token);
        Assert.Equal(2, Trusted.Asked);
    }

    [Fact]
    public async Task While_an_issuer_is_away_its_last_keys_hold_and_without_any_nobody_is_known()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var keys = new IssuerKeys(new(), time, NullLogger<IssuerKeys>.Instance);
        var verifier = new TokenVerifier(Options(), keys, time);
        Trusted.IsAway = true;
        Assert.Equal("issuer_away", (await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name)), Token)).Refusal);
        Trusted.IsAway = false;
        time.Advance(TimeSpan.FromSeconds(6)); // while nothing is known it is asked again soon
        Assert.Equal("ann", (await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name)), Token)).Caller?.Subject);
        Trusted.IsAway = true;
        time.Advance(TimeSpan.FromHours(13));
        Assert.Equal("ann", (await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name, seconds: 100_000)), Token)).Caller?.Subject);
    }

    [Fact]
    public async Task Who_comes_while_an_issuer_is_asked_waits_for_its_keys_and_who_gives_up_takes_them_from_nobody()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var keys = new IssuerKeys(new(), time, NullLogger<IssuerKeys>.Instance);
        var verifier = new TokenVerifier(Options(), keys, time);
        var gate = new TaskCompletionSource();
        Trusted.Answers = gate.Task;
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var gone = verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("bob", Trusted.Name)), impatience.Token);
        await Eventually.Until("the issuer is being asked", () => Trusted.Asked == 1, Token);
        await impatience.CancelAsync();
        var stays = verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name)), Token);
        gate.SetResult();
        Assert.Equal("ann", (await stays).Caller?.Subject);
        Assert.Equal("ann", (await verifier.VerifyAsync(Trusted.SignRsa(Issuer.Claims("ann", Trusted.Name)), Token)).Caller?.Subject);
        Assert.Equal(1, Trusted.Asked);
        await gone; // answered as well, though nobody waits for it
    }

    private string Make(string attack)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var good = Issuer.SignSecret(Secret, Issuer.Claims("ann"));
        static string Ours(string claims) => Issuer.SignSecret(Secret, claims);
        return attack switch
        {
            "no token" => "hello",
            "no signature" => good[..good.LastIndexOf('.')],
            "alg none" => Issuer.SignSecret(Secret, Issuer.Claims("ann"), """{"alg":"none"}"""),
            "alg none, unsigned" => Issuer.Token("""{"alg":"none"}""", Issuer.Claims("ann"), static _ => []),
            "another secret" => Issuer.SignSecret("00000000000000000000000000000000", Issuer.Claims("ann")),
            "changed claims" => $"{good.Split('.')[0]}.{Ours(Issuer.Claims("eve", roles: "admin")).Split('.')[1]}.{good.Split('.')[2]}",
            "the public key as a secret" => Issuer.SignSecret(Encoding.ASCII.GetString(Trusted.PublicKeyBytes), Issuer.Claims("ann", Trusted.Name), """{"alg":"HS256","kid":"r1"}"""),
            "our secret in the issuer's name" => Ours(Issuer.Claims("ann", Trusted.Name)),
            "a stranger's issuer" => Ours(Issuer.Claims("ann", "https://evil.example")),
            "no issuer" => Ours($$"""{"sub":"ann","aud":"live-view","exp":{{now + 60}}}"""),
            "another audience" => Ours(Issuer.Claims("ann", audience: "somebody")),
            "run out" => Ours(Issuer.Claims("ann", seconds: -61)),
            "no end" => Ours("""{"sub":"ann","iss":"live-view","aud":"live-view"}"""),
            "not yet" => Ours($$"""{"sub":"ann","iss":"live-view","aud":"live-view","exp":{{now + 600}},"nbf":{{now + 120}}}"""),
            "from the future" => Ours($$"""{"sub":"ann","iss":"live-view","aud":"live-view","exp":{{now + 600}},"iat":{{now + 120}}}"""),
            "no subject" => Ours($$"""{"iss":"live-view","aud":"live-view","exp":{{now + 600}}}"""),
            "a subject with a slash" => Ours(Issuer.Claims("ann/bob")),
            "a critical extension" => Issuer.SignSecret(Secret, Issuer.Claims("ann"), """{"alg":"HS256","crit":["b64"],"b64":false}"""),
            "a claim twice" => Ours($$"""{"sub":"ann","sub":"eve","iss":"live-view","aud":"live-view","exp":{{now + 600}}}"""),
            "an end that is text" => Ours("""{"sub":"ann","iss":"live-view","aud":"live-view","exp":"never"}"""),
            "an end beyond all time" => Ours("""{"sub":"ann","iss":"live-view","aud":"live-view","exp":100000000000000000000}"""),
            "an end at the end of all time" => Ours("""{"sub":"ann","iss":"live-view","aud":"live-view","exp":253402300799}"""),
            "a beginning before all time" => Ours($$"""{"sub":"ann","iss":"live-view","aud":"live-view","exp":{{now + 600}},"nbf":-62135596800}"""),
            "longer than any" => Ours(Issuer.Claims(new('a', JsonWebToken.MaxLength))),
            _ => throw new ArgumentOutOfRangeException(nameof(attack), attack, "No such attack."),
        };
    }

    private async Task<TokenVerdict> VerifyAsync(string text)
    {
        using var keys = new IssuerKeys(new(), TimeProvider.System, NullLogger<IssuerKeys>.Instance);
        return await new TokenVerifier(Options(), keys, TimeProvider.System).VerifyAsync(text, Token);
    }

    private Fixed<IdentityOptions> Options() => new(new() { Secret = Secret, PreviousSecret = Previous, Issuers = Trusted.Name });
}
