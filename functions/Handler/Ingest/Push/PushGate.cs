using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>
/// An instance works on so many pushes at once and says no to the next while that is still cheap. Who is refused is told how long one usually
/// takes, for one of them is done by then.
/// </summary>
internal sealed class PushGate(IOptionsMonitor<PushOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _working;
    private TimeSpan _usual = TimeSpan.FromMilliseconds(50); // of one push, as a moving mean

    /// <summary>Pushes that are worked on.</summary>
    public int Working => _working;

    /// <summary>Takes up one more push.</summary>
    /// <returns>What is to be disposed when it is done; or null, and how long it may last.</returns>
    public IDisposable? Enter(out TimeSpan wait)
    {
        lock (_gate)
        {
            if (_working >= options.CurrentValue.AtOnce)
            {
                wait = _usual;
                return null;
            }

            wait = TimeSpan.Zero;
            _working++;
            return new Work(this, time.GetTimestamp());
        }
    }

    private void Leave(long started)
    {
        lock (_gate)
        {
            _working--;
            _usual += (time.GetElapsedTime(started) - _usual) / 8;
        }
    }

    private sealed class Work(PushGate gate, long started) : IDisposable
    {
        private int _done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
                gate.Leave(started);
        }
    }
}
