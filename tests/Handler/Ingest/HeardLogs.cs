using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Keeps what is logged.</summary>
internal sealed class HeardLogs<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _lines = new(); // bounded by the test

    public IReadOnlyCollection<(EventId Event, string Text)> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId, formatter(state, exception)));
}
