namespace LiveView.Local.Providers;

/// <summary>How a provider can fail its consumers; each has been seen, or is one proxy away.</summary>
internal enum FaultKind
{
    /// <summary>500, 502 or 503.</summary>
    ServerError,

    /// <summary>Never answers; ends when the client leaves.</summary>
    Hang,

    /// <summary>The right answer, late.</summary>
    Slow,

    /// <summary>403, as for a User-Agent that is not liked.</summary>
    Forbidden,

    /// <summary>429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>A whole HTTP answer with half a document.</summary>
    TruncatedJson,

    /// <summary>A web page with status 200.</summary>
    Html,

    /// <summary>A right document without events.</summary>
    EmptyEvents,

    /// <summary>The same document again and again.</summary>
    Frozen,

    /// <summary>The board of another league.</summary>
    WrongDocument,

    /// <summary>More than anybody should read.</summary>
    Oversized,

    /// <summary>Bytes that mean nothing.</summary>
    Garbage,

    /// <summary>The right document behind a byte order mark.</summary>
    ByteOrderMark,

    /// <summary>A list where the object should be.</summary>
    TopLevelList,

    /// <summary>The provider's error document with status 200.</summary>
    ErrorWithOk,

    /// <summary>The connection breaks in the middle of the body.</summary>
    Reset,
}
