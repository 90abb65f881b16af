namespace LiveView.Local;

/// <summary>What a person sees when all is ready.</summary>
internal static class Banner
{
    public static string Ready(LocalOptions options, SmallAzure azure)
    {
        List<string> lines = [""];
        if (azure.Functions is { } functions)
            lines.Add($"  Live View is ready.   The board: http://localhost:{functions.Endpoint.Port}/");
        else
            lines.AddRange(["  Ready for the functions. In another terminal:", $"    {FuncStart.Command(options)}", "  Event Hub triggers there need AMQP (5671, 5672), which is not spoken yet; timers and HTTP work."]);
        lines.Add("");
        lines.Add($"  Providers    {azure.Providers?.Endpoint.ToString() ?? "the real ones"}");
        if (azure.Exchanges is { } exchanges)
            lines.Add($"  Exchanges    {exchanges.Endpoint}   (shown on /market.html)");
        if (azure.Functions is { Endpoint: var board })
            lines.Add($"  How it does  http://localhost:{board.Port}/ops/");
        if (azure is { SignIn: { } signIn, Functions.Endpoint.Port: var port })
            lines.Add($"  The ward     http://localhost:{port}/patients.html#{signIn.Token(Ward.Bedside.Nurse, "nurse")}");
        if (azure.Station is not null)
            lines.Add("  Station      a test pattern   (shown on /tv.html)");
        lines.Add($"  Web PubSub   {azure.PubSub?.Endpoint}");
        lines.Add($"  Event Hubs   {azure.EventHubs?.Endpoint}");
        lines.Add($"  Kept in      {Path.GetFullPath(options.Data)}");
        lines.Add("");
        return string.Join(Environment.NewLine, [.. lines, "  Ctrl-C stops everything.", ""]);
    }
}
