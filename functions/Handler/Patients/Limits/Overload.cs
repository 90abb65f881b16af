using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients.Limits;

/// <summary>
/// Says no while it is still cheap to: when this instance works on as many pushes as it may, or the hub is so far behind that what is taken now
/// would be seen too late. Who is refused is told how long it will probably last.
/// </summary>
internal sealed class Overload(IOptionsMonitor<PatientsOptions> options, TimeProvider time)
{
    /// <summary>What was heard of the hub is believed for so long.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _working;
    private TimeSpan _usual = TimeSpan.FromMilliseconds(50); // of one push, as a moving mean
    private TimeSpan _behind;
    private DateTimeOffset _heard;

    /// <summary>Pushes that are worked on.</summary>
    public int Working => _working;

    /// <summary>The fold tells how long the first of a batch had waited.</summary>
    public void Behind(TimeSpan waited)
    {
        lock (_gate)
            (_behind, _heard) = (waited, time.GetUtcNow());
    }

    /// <summary>Takes up one more push.</summary>
    /// <returns>What is to be disposed when it is done; or null, and how long it may last.</returns>
    public IDisposable? Enter(out TimeSpan wait)
    {
        var settings = options.CurrentValue;
        lock (_gate)
        {
            wait = TimeSpan.Zero;
            if (_behind > TimeSpan.FromSeconds(settings.LagSeconds) && time.GetUtcNow() - _heard < Believed)
                wait = _behind; // it takes about as long to catch up as it took to fall behind
            else if (_working >= settings.PushesAtOnce)
                wait = _usual; // one of them is done by then
            if (wait > TimeSpan.Zero)
                return null;
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

    private sealed class Work(Overload overload, long started) : IDisposable
    {
        private int _done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
                overload.Leave(started);
        }
    }
}
