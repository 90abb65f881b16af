using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests;

/// <summary>Settings that do not change.</summary>
internal sealed class Settled<T>(T value) : IOptionsMonitor<T>, IOptionsSnapshot<T>
    where T : class
{
    public T CurrentValue => value;

    public T Value => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
