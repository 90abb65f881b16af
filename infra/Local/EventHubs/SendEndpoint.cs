using System.Security;

namespace LiveView.Local.EventHubs;

/// <summary>The HTTP send API: <c>POST /{hub}[/partitions/{id} | /publishers/{name}]/messages</c>. Answers 201 with no body.</summary>
internal sealed partial class SendEndpoint(EventHubsServer server, EventHubsOptions options, ILogger logger)
{
    private readonly SharedAccessSignature _signature = new(options.KeyName, options.Key, options.Time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{hub}/messages", (HttpContext context, string hub) => SendAsync(context, hub, null, null));
        routes.MapPost("/{hub}/partitions/{id}/messages", (HttpContext context, string hub, string id) => SendAsync(context, hub, id, null));
        routes.MapPost("/{hub}/publishers/{name}/messages", (HttpContext context, string hub, string name) => SendAsync(context, hub, null, name));
    }

    private async Task SendAsync(HttpContext context, string hubName, string? partitionId, string? publisher)
    {
        try
        {
            if (_signature.Refuse(context.Request.Headers.Authorization, context.Request.Path) is { } refusal)
                throw new SendRefusedException(401, refusal);
            var hub = server.Find(hubName)
                ?? throw new SendRefusedException(404, $"The messaging entity '{hubName}' could not be found.");
            var partition = partitionId is null ? null : hub.Find(partitionId)
                ?? throw new SendRefusedException(404, $"The hub '{hubName}' has no partition '{partitionId}'.");
            if (server.Throttled) // in the words that make official clients wait the four seconds
                throw new SendRefusedException(503, "The request was terminated because the entity is being throttled. Error code : 50002. Please wait 4 seconds and try again.");

            var body = await ReadAsync(context.Request, context.RequestAborted);
            var publication = Publication.Read(context.Request.Headers, context.Request.ContentType, body);
            (partition ?? hub.Choose(publisher ?? publication[0].PartitionKey)).Append(publication);
            options.Taken?.Invoke(hub.Name, publication);
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (SendRefusedException refused)
        {
            Log.Refused(logger, context.Request.Path, refused.Status, refused.Message);
            context.Response.StatusCode = refused.Status;
            context.Response.ContentType = "application/xml; charset=utf-8";
            await context.Response.WriteAsync($"<Error><Code>{refused.Status}</Code><Detail>{SecurityElement.Escape(refused.Message)}</Detail></Error>", context.RequestAborted);
        }
    }

    private async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken token)
    {
        var tooLarge = new SendRefusedException(413, $"The received message exceeds the limit ({options.MaxPublicationBytes} bytes) currently allowed on the link.");
        if (request.ContentLength > options.MaxPublicationBytes)
            throw tooLarge;
        using var body = new MemoryStream();
        var piece = new byte[16 << 10];
        while (await request.Body.ReadAsync(piece, token) is > 0 and var count)
        {
            await body.WriteAsync(piece.AsMemory(0, count), token);
            if (body.Length > options.MaxPublicationBytes)
                throw tooLarge;
        }
        return body.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(9220, LogLevel.Warning, "A send to {Path} was refused with {Status}: {Detail}")]
        public static partial void Refused(ILogger logger, string path, int status, string detail);
    }
}
