using LiveView.Handler.Patients.Discretion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Patients;

/// <summary>Nothing that is logged names a patient, whoever logs it.</summary>
public sealed class DiscretionTests
{
    private const string Planted = "planted-7f3a";

    [Theory]
    [InlineData("patients:planted-7f3a/vitals owes its viewers 3 updates")]
    [InlineData("A push to patients/planted-7f3a was not taken")]
    [InlineData("POST http://localhost/api/push/patients/planted-7f3a?x=1")]
    [InlineData("https://x.table.core.windows.net/topics(PartitionKey='patients%3Aplanted-7f3a',RowKey='head')")]
    [InlineData("deadletters/2026-11-21/push/patients/planted-7f3a/Malformed-00")]
    [InlineData("due patients:planted-7f3a|call|00 and patients:planted-7f3a")]
    public void A_name_in_a_text_becomes_a_tag(string text)
    {
        var said = Discreet.Text(text);
        Assert.DoesNotContain(Planted, said, StringComparison.Ordinal);
        Assert.Contains(Discreet.Tag(Planted), said, StringComparison.Ordinal);
        Assert.Equal(said, Discreet.Text(said));
    }

    [Fact]
    public void A_line_of_the_log_names_none_in_its_text_its_values_or_its_exception()
    {
        var heard = new Heard();
        var log = new DiscreetLogger(heard);
        var inner = new InvalidOperationException($"The head of patients:{Planted} has no state.");
#pragma warning disable CA1848, CA1873, CA2254 // the shortest way to log anything at all
        log.LogError(new IOException("It failed.", inner), "A push to {Feed}/{Key} of {Bytes} bytes failed", "patients", Planted, 17);
        log.LogInformation("{Function} took {Elapsed} ms", "Fold", 12.5);
#pragma warning restore CA1848, CA1873, CA2254
        Assert.Equal(2, heard.Lines.Count);
        Assert.All(heard.Lines, static line => Assert.DoesNotContain(Planted, line, StringComparison.Ordinal));
        Assert.Contains("Bytes=17", heard.Lines[0], StringComparison.Ordinal);
        Assert.Contains("has no state", heard.Lines[0], StringComparison.Ordinal);
        Assert.Contains("Elapsed=12.5", heard.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_provider_of_the_log_is_guarded()
    {
        var services = new ServiceCollection().AddLogging(static log => log.AddJsonConsole().AddSimpleConsole());
        DiscreetLogs.Guard(services);
        using var provider = services.BuildServiceProvider();
        Assert.NotEmpty(provider.GetServices<ILoggerProvider>());
        Assert.All(provider.GetServices<ILoggerProvider>(), static guard => Assert.IsType<DiscreetLogs>(guard));
        Assert.NotNull(provider.GetRequiredService<ILoggerFactory>().CreateLogger("x"));
    }

    private sealed class Heard : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} | {string.Join(' ', ((IEnumerable<KeyValuePair<string, object?>>)(object)state!).Select(static value => $"{value.Key}={value.Value}"))} | {exception}");
    }
}
