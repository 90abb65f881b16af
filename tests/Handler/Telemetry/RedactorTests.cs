using LiveView.Handler.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>What never stands in a log, whoever wrote it there.</summary>
public sealed class RedactorTests
{
    // Nothing here is real; each has the shape of something that is.
    private static readonly string[] Planted =
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg",
        "kW7qT2vZx9LmN4pRs6uYb8cEf1gHj3DkW7qT2vZx9Lm=",
        "ann.smith@hospital.example",
        "203.0.113.77",
        "2001:db8:85a3:0:0:8a2e:370:7334",
        "2001:db8:1:2::1",
    ];

    public static TheoryData<string> Shapes() =>
        new(
            "Authorization: Bearer {0}",
            "GET wss://name.webpubsub.azure.com/client/hubs/live?access_token={0} failed",
            "Endpoint=https://x;AccessKey={0};Version=1.0;",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={0};EndpointSuffix=core.windows.net",
            "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey={0}",
            "https://x/api?code={0}&y=1",
            """{{"secret":"{0}"}}""",
            """{{"password": "{0}"}}""");

    [Theory]
    [MemberData(nameof(Shapes))]
    [Trait("Requirement", "54")]
    [Trait("Requirement", "133")]
    public void A_secret_after_any_name_that_says_so_is_gone(string shape)
    {
        foreach (var secret in Planted[..2])
            Assert.DoesNotContain(secret, Redactor.Clean(string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, secret)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "23")]
    public void What_is_no_secret_stays()
    {
        foreach (var line in new[]
        {
            "The viewers of sports:nba.20261120.bos.lal are owed nothing any more.",
            "Polled http://127.0.0.1:4711/ in 12.5 ms at 2026-11-21T12:34:56.789Z, version 4.1052.200",
            "Position 78d254ab:42, hash 9f86d081884c7d65",
        })
            Assert.Equal(line, Redactor.Clean(line));
    }

    [Fact]
    [Trait("Requirement", "23")]
    [Trait("Requirement", "54")]
    [Trait("Requirement", "111")]
    public void No_error_path_lets_a_planted_secret_or_person_out()
    {
        foreach (var planted in Planted)
        {
            var named = planted == Planted[1] ? $"AccessKey={planted}" : planted; // a bare key looks like any text; it never comes without its name
            var failure = new InvalidOperationException($"outer {named}", new HttpRequestException($"inner {named}"));
            var line = Line(failure, "It failed for {Whom} at {Place}.", named, new Sensitive<string>(planted));
            Assert.DoesNotContain(planted, line, StringComparison.Ordinal);
            using var json = System.Text.Json.JsonDocument.Parse(line); // and it is still one object on one line
            Assert.Equal("error", json.RootElement.GetProperty("level").GetString());
            Assert.Equal(Redactor.Mark, json.RootElement.GetProperty("place").GetString());
        }
    }

    [Fact]
    public void A_sensitive_value_shows_itself_only_when_asked()
    {
        var value = new Sensitive<string>("ann");
        Assert.Equal(Redactor.Mark, $"{value}");
        Assert.Equal("ann", value.Reveal());
    }

    private static string Line(Exception failure, string message, params object[] values)
    {
        using var text = new StringWriter();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new Lines(text))).BuildServiceProvider();
#pragma warning disable CA2254, CA1848 // the template is the test's own
        services.GetRequiredService<ILoggerFactory>().CreateLogger("test").LogError(failure, message, values);
#pragma warning restore CA2254, CA1848
        return text.ToString().TrimEnd();
    }

    // The console without its queue and its thread: the same formatter, written to a text.
    private sealed class Lines(StringWriter text) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            new LineFormatter(TimeProvider.System).Write(new LogEntry<TState>(logLevel, "test", eventId, state, exception, formatter), null, text);

        public void Dispose()
        {
        }
    }
}
