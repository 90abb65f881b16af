namespace LiveView.Local.PubSub;

/// <summary>A call is answered with an error.</summary>
public sealed class RestException(int status, string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public RestException()
        : this(500, "InternalServerError", "")
    {
    }

    public RestException(string message)
        : this(400, "BadRequest", message)
    {
    }

    public RestException(string message, Exception inner)
        : this(400, "BadRequest", message, inner)
    {
    }

    public int Status { get; } = status;

    /// <summary>The service's word for it.</summary>
    public string Code { get; } = code;

    public static RestException NotFound(string what) => new(404, "NotFound", what);
}
