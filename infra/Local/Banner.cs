namespace LiveView.Local;

/// <summary>What a person sees when all is ready.</summary>
internal static class Banner
{
    public static string Ready(LocalOptions options, SmallAzure azure)
    {
        List<string> lines = [""];
        if (azure.Functions is { } functions)
            lines.Add($"  Live View is ready.   The board: http://localhost:{functions.Endpoint.Port}/");
        else if (azure.EventHubs is not null)
            lines.AddRange(["  Ready for the functions. In another terminal:", $"    {FuncStart.Command(options)}", "  Event Hub triggers there need AMQP (5671, 5672), which is not spoken yet; timers and HTTP work."]);
        if (azure.EventHubs is { } hubs)
            lines.Add($"  Event Hubs {hubs.Endpoint}   kept in {Path.GetFullPath(options.Data)}");
        return string.Join(Environment.NewLine, [.. lines, "  Ctrl-C stops everything.", ""]);
    }
}
