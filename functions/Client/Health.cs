namespace LiveView.Client;

/// <summary>What is known of the data shown.</summary>
public enum Health
{
    /// <summary>Known to be what the server committed.</summary>
    Fresh,

    /// <summary>Current, but a part of the history is no longer kept: see <see cref="Subscription.Missing"/>.</summary>
    Gap,

    /// <summary>Something may have been missed, and is being asked for.</summary>
    Recovering,

    /// <summary>Not known to be current for <see cref="LiveViewClientOptions.StaleAfter"/>.</summary>
    Stale,
}
