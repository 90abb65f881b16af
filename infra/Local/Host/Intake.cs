namespace LiveView.Local.Host;

/// <summary>
/// The two ways in which triggers end. A drain ends <see cref="Taking"/> only: what runs is finished and recorded. A stop ends both:
/// what runs may finish, but retries end and nothing more is recorded as done.
/// </summary>
internal sealed class Intake : IDisposable
{
    private readonly CancellationTokenSource _taking = new();
    private readonly CancellationTokenSource _running = new();

    /// <summary>Cancelled when nothing new may be taken.</summary>
    public CancellationToken Taking => _taking.Token;

    /// <summary>The functions' own token.</summary>
    public CancellationToken Running => _running.Token;

    public Task DrainAsync() => _taking.CancelAsync();

    public async Task StopAsync()
    {
        await _running.CancelAsync();
        await _taking.CancelAsync();
    }

    public void Dispose()
    {
        _taking.Dispose();
        _running.Dispose();
    }
}
