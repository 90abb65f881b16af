using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>One action of a transaction.</summary>
/// <param name="actionType">What is done.</param>
/// <param name="entity">The row; of a deletion only the keys count.</param>
/// <param name="etag">The version that an update or deletion insists on; a deletion without one deletes whatever is there.</param>
public sealed class TableTransactionAction(TableTransactionActionType actionType, TableEntity entity, ETag etag = default)
{
    public TableTransactionActionType ActionType { get; } = actionType;

    public TableEntity Entity { get; } = entity;

    public ETag ETag { get; } = etag;
}
