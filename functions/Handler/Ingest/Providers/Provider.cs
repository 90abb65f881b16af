namespace LiveView.Handler.Ingest.Providers;

/// <summary>What is one provider's own about being asked. Deadlines, retries and the size that is read are the same for all.</summary>
internal abstract class Provider
{
    /// <summary>Its name in rows, Raws and metrics: <c>espn</c>. Its settings are bound under this name.</summary>
    public abstract string Name { get; }

    /// <summary>The section of its settings: <c>Providers:Espn</c>.</summary>
    public abstract string Section { get; }

    /// <summary>The feed that reads its answers.</summary>
    public virtual string Feed => "sports";

    /// <summary>Puts in what holds when the settings say nothing else.</summary>
    public abstract void Prepare(ProviderOptions options);

    /// <summary>What is asked for a target, below the base address.</summary>
    /// <param name="target"><c>{sport}/{league}</c>, or <c>{sport}/{league}/{game}</c> for one game of it.</param>
    /// <param name="now">Providers that answer by the day are asked for the day that it is there.</param>
    public abstract string Path(string target, DateTimeOffset now);

    /// <summary>How long not to ask again after an answer that asking again will not change: 4xx.</summary>
    public virtual TimeSpan AfterRefusal(int status) => TimeSpan.FromMinutes(1);
}
