using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.State;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>The topics that a user keeps at hand. Nobody sees or changes another's: the name in the table is the caller's own.</summary>
internal sealed class Favourites([FromKeyedServices(StateTables.Favourites)] TableClient table)
{
    /// <summary>Favourites of one user.</summary>
    public const int Most = 500;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken token) =>
        Results.Json(new FavouritesAnswer(await NamesAsync(context.Caller(), token)), DoorsJson.Default.FavouritesAnswer);

    public async Task<IResult> AddAsync(string topic, HttpContext context, CancellationToken token)
    {
        if (!Topic.TryParse(Uri.UnescapeDataString(topic), out var name))
            return Problems.Unprocessable("A topic reads feed:key.");
        var kept = await NamesAsync(context.Caller(), token);
        if (kept.Count >= Most && !kept.Contains(name.ToString()))
            return Problems.Unprocessable($"A list holds at most {Most} favourites.");
        await table.UpsertEntityAsync(new TableEntity(Subject(context.Caller()), name.ToString()), TableUpdateMode.Replace, token);
        return Results.NoContent();
    }

    public async Task<IResult> RemoveAsync(string topic, HttpContext context, CancellationToken token)
    {
        if (!Topic.TryParse(Uri.UnescapeDataString(topic), out var name))
            return Problems.Unprocessable("A topic reads feed:key.");
        try
        {
            await table.DeleteEntityAsync(Subject(context.Caller()), name.ToString(), ETag.All, token);
        }
        catch (RequestFailedException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            // It is not there, which is all that was wanted.
        }

        return Results.NoContent();
    }

    private async Task<IReadOnlyList<string>> NamesAsync(Caller caller, CancellationToken token)
    {
        List<string> names = [];
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Subject(caller)}"), cancellationToken: token))
            names.Add(row.RowKey);
        return names;
    }

    private static string Subject(Caller caller) => caller.Subject ?? throw new InvalidOperationException("The door lets nobody in without a name.");
}
