using System.Text.Json.Serialization;

namespace LiveView.Handler.Telemetry;

/// <summary>Whether the handler can do its work.</summary>
internal sealed record Readiness(string Status, IReadOnlyList<Part> Parts)
{
    /// <summary>What waits longest of its kind, for who asks for it.</summary>
    public IReadOnlyList<Concern>? Waiting { get; init; }

    /// <summary>What the process uses, for who asks for it.</summary>
    public Usage? Usage { get; init; }
}

/// <summary>One thing it needs.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Healthy">Whether it answered in time.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="Seen">When it last answered this process; null when it never did.</param>
internal sealed record Part(string Name, bool Healthy, double Milliseconds, DateTimeOffset? Seen);

/// <summary>That the process lives.</summary>
internal sealed record Health(string Status, Usage? Usage);

/// <summary>What the process uses of its machine.</summary>
internal sealed record Usage(double MemoryMb, double HeapMb, double CpuSeconds, int Threads, double UptimeSeconds, string Version)
{
    public static Usage Now(ProcessMetrics process) => new(
        Environment.WorkingSet / 1_048_576.0,
        GC.GetTotalMemory(forceFullCollection: false) / 1_048_576.0,
        Environment.CpuUsage.TotalTime.TotalSeconds,
        ThreadPool.ThreadCount,
        process.Uptime.TotalSeconds,
        typeof(Usage).Assembly.GetName().Version?.ToString() ?? "");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class HealthJson : JsonSerializerContext;
