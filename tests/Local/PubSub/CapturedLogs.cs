using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Keeps what was logged, with its fields.</summary>
internal sealed class CapturedLogs : ILoggerFactory, ILogger
{
    internal sealed record Line(EventId Id, LogLevel Level, string Text, Exception? Exception, IReadOnlyDictionary<string, object?> Fields);

    public ConcurrentQueue<Line> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // It is the only one.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(field => field.Key, field => field.Value);
        Lines.Enqueue(new Line(eventId, logLevel, formatter(state, exception), exception, fields));
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
