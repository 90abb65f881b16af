using LiveView.Handler.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>How much is written, by <c>LOG_LEVEL</c>.</summary>
public sealed class LevelTests
{
    [Theory]
    [InlineData("Debug", "LiveView.Handler.Fold", LogLevel.Debug)]
    [InlineData("Information", "LiveView.Handler.Fold", LogLevel.Information)]
    [InlineData("Error", "LiveView.Handler.Fold", LogLevel.Error)]
    [InlineData("Debug", "Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    [InlineData("Error", "Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)]
    [InlineData("Information", "Polly", LogLevel.Error)]
    [InlineData("None", "Azure.Core", LogLevel.None)]
    [Trait("Requirement", "111")]
    public void Libraries_say_less_than_we_do_and_never_more_than_was_asked_for(string level, string who, LogLevel least)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["LOG_LEVEL"] = level;
        builder.Services.AddSingleton(TimeProvider.System);
        using var logs = builder.AddTelemetry().Services.BuildServiceProvider();
        var logger = logs.GetRequiredService<ILoggerFactory>().CreateLogger(who);
        Assert.Equal(least, Enum.GetValues<LogLevel>().First(one => one == LogLevel.None || logger.IsEnabled(one)));
    }
}
