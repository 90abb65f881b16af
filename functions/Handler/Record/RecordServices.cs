using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>What the station needs.</summary>
internal static class RecordServices
{
    public static IServiceCollection AddRecord(this IServiceCollection services)
    {
        services.AddOptions<RecordOptions>().BindConfiguration(RecordOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecordOptions>, RecordOptionsValidator>();
        services.AddSingleton<RecordingBlobs>().AddSingleton<RecordingStates>().AddSingleton<RecordMetrics>();
        return services.AddSingleton<Recorder>().AddSingleton<RecordBatch>().AddSingleton<RecordTail>().AddSingleton<RecordingImport>().AddSingleton<KeptPages>();
    }
}
