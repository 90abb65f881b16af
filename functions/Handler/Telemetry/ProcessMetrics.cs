using System.Diagnostics.Metrics;

namespace LiveView.Handler.Telemetry;

/// <summary>The process itself: memory, processor and threads, under the names that the audits ask for (requirement 80), and an alarm.</summary>
internal sealed class ProcessMetrics
{
    /// <summary>The share of the pool's threads at which somebody should look.</summary>
    public const double ThreadAlarm = 0.8;

    private readonly TimeProvider _time;
    private readonly long _started;
    private long _looked;
    private TimeSpan _busy;
    private double _percent;

    public ProcessMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        (_looked, _busy) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var meter = meters.Create(Names.Meter);
        meter.CreateObservableGauge("memory_usage_mb", static () => Environment.WorkingSet / 1_048_576.0, "MB", "Memory of the process.");
        meter.CreateObservableGauge("gc_heap_mb", static () => GC.GetTotalMemory(forceFullCollection: false) / 1_048_576.0, "MB", "Memory of managed objects.");
        meter.CreateObservableGauge("cpu_usage_percent", CpuPercent, "%", "Processor time of the process since it was last asked, of all cores.");
        meter.CreateObservableGauge("worker_threads", static () => ThreadPool.ThreadCount, "{thread}", "Threads of the pool.");
        meter.CreateObservableGauge("cv_worker_threads", static () => ThreadPool.ThreadCount, "{thread}", "The same, under the audits' name.");
        meter.CreateObservableGauge("worker_threads_limit", static () => Limit, "{thread}", "Threads that the pool may have.");
        meter.CreateObservableGauge("worker_threads_alarm", static () => IsCrowded(ThreadPool.ThreadCount, Limit) ? 1 : 0, "", "1 when four of five threads are in use.");
    }

    /// <summary>Since the process began to work.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_started);

    private static int Limit
    {
        get
        {
            ThreadPool.GetMaxThreads(out var workers, out _);
            return workers;
        }
    }

    /// <summary>Whether so many threads of so many are an alarm.</summary>
    public static bool IsCrowded(int threads, int limit) => threads >= limit * ThreadAlarm;

    private double CpuPercent()
    {
        var (now, busy) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var passed = _time.GetElapsedTime(_looked, now);
        if (passed > TimeSpan.FromMilliseconds(100))
        {
            _percent = 100 * (busy - _busy) / passed / Environment.ProcessorCount;
            (_looked, _busy) = (now, busy);
        }

        return _percent;
    }
}
