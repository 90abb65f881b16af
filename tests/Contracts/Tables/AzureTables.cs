namespace LiveView.Contracts.Tests.Tables;

/// <summary>The same on the real service. Without an account in LIVEVIEW_AZURE_STORAGE at build time it is abstract: there is nothing to run.</summary>
#if AZURE
public sealed class AzureTables()
#else
public abstract class AzureTables()
#endif
    : TableContract(Environment.GetEnvironmentVariable("LIVEVIEW_AZURE_STORAGE") ?? "");
