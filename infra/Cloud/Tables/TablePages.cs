using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>
/// The rows of a query, page by page. A page may be short or even empty and others still follow: pages end at partition borders and after
/// 5 s of the service's time, so only an answer without a continuation is the last.
/// </summary>
internal sealed class TablePages(Func<string?, int?, CancellationToken, Task<Page<TableEntity>>> read, CancellationToken cancellationToken)
    : AsyncPageable<TableEntity>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<TableEntity>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await read(continuationToken, pageSizeHint, CancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
