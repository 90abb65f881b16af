namespace LiveView.Handler.Ingest;

/// <summary>What came of asking a provider.</summary>
internal abstract record Fetched
{
    private Fetched()
    {
    }

    /// <summary>It answered.</summary>
    public sealed record Answered(ReadOnlyMemory<byte> Body, string? ETag) : Fetched;

    /// <summary>It says that nothing changed (304).</summary>
    public sealed record NotModified : Fetched;

    /// <summary>It does not want to be asked like this (4xx): asking again at once would be rude and useless.</summary>
    public sealed record Refused(int Status, TimeSpan? RetryAfter) : Fetched;

    /// <summary>It did not answer as a server should: 5xx, a timeout, a cut connection, more bytes than are read.</summary>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : Fetched;
}
