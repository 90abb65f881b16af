
namespace LiveView.Handler.Patients.Discretion;

/// <summary>Stands before the providers of the log: what they write names no patient, whoever logs it and in whatever exception it stands.</summary>
internal sealed class DiscreetLogs(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    public ILogger CreateLogger(string categoryName) => new DiscreetLogger(inner.CreateLogger(categoryName));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose() => inner.Dispose();

    /// <summary>Puts itself before every provider there is.</summary>
    public static void Guard(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false } provider && provider.ServiceType == typeof(ILoggerProvider))
                services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(all => new DiscreetLogs(Made(provider, all)));
        }
    }

    private static ILoggerProvider Made(ServiceDescriptor provider, IServiceProvider all) => (ILoggerProvider)(provider switch
    {
        { ImplementationInstance: { } instance } => instance,
        { ImplementationFactory: { } factory } => factory(all),
        _ => ActivatorUtilities.CreateInstance(all, provider.ImplementationType!), // a descriptor has one of the three
    });
}
