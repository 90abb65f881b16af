using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LiveView.Local.Tests.Host;

/// <summary>Every log entry of a run, in order, for a test to ask about.</summary>
internal sealed class HeardLogs : ILoggerFactory
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyList<Entry> All => [.. _entries];

    public int Count(int eventId) => _entries.Count(entry => entry.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _entries);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing is held.
    }

    public override string ToString() => string.Join(Environment.NewLine, _entries);

    internal sealed record Entry(string Category, int Id, LogLevel Level, string Message);

    private sealed class Writer(string category, ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new(category, eventId.Id, logLevel, formatter(state, exception)));
    }
}
