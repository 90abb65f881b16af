namespace LiveView.Local.Exchanges;

/// <summary>What a test or a curious person may order: gaps, cut connections, the truth.</summary>
internal sealed class AdminEndpoints(IReadOnlyDictionary<string, Floor> floors)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/admin/{exchange}/gap", (string exchange, string symbol, int count) => With(exchange, floor =>
        {
            floor.LeaveOut(symbol, count);
            return Results.NoContent();
        }));
        app.MapPost("/admin/{exchange}/cut", (string exchange) => With(exchange, static floor => Results.Text($"{{\"cut\":{floor.Cut()}}}", "application/json")));
        app.MapPost("/admin/{exchange}/open", (string exchange, bool open) => With(exchange, floor =>
        {
            floor.IsOpen = open;
            return Results.NoContent();
        }));
        app.MapGet("/admin/{exchange}/truth", (string exchange, string symbol) => With(exchange, floor =>
            floor.Truth(symbol) is { } truth ? Results.Text(truth, "application/json") : Results.NotFound()));
        app.MapGet("/admin/{exchange}/counts", (string exchange) => With(exchange, static floor =>
            Results.Text($"{{\"told\":{floor.Told},\"trades\":{floor.Trades}}}", "application/json")));
    }

    private IResult With(string exchange, Func<Floor, IResult> answer) => floors.TryGetValue(exchange, out var floor) ? answer(floor) : Results.NotFound();
}
