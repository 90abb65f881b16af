using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>Words of <see cref="RequestFailedException.ErrorCode"/> that callers decide on, with the status they come with.</summary>
public static class TableErrorCode
{
    /// <summary>409: the row is there already. After a retry it may be our own: the first try had committed.</summary>
    public const string EntityAlreadyExists = "EntityAlreadyExists";

    /// <summary>412: the row changed since it was read. After a retry it may be our own change: the first try had committed.</summary>
    public const string UpdateConditionNotSatisfied = "UpdateConditionNotSatisfied";

    /// <summary>404: no such row.</summary>
    public const string ResourceNotFound = "ResourceNotFound";

    /// <summary>404: no such table.</summary>
    public const string TableNotFound = "TableNotFound";

    /// <summary>409: the table is there already.</summary>
    public const string TableAlreadyExists = "TableAlreadyExists";

    /// <summary>409: a deleted table of that name is still going, for up to a minute.</summary>
    public const string TableBeingDeleted = "TableBeingDeleted";

    /// <summary>400: the request makes no sense to the service.</summary>
    public const string InvalidInput = "InvalidInput";

    /// <summary>413: more than 4 MiB.</summary>
    public const string RequestBodyTooLarge = "RequestBodyTooLarge";

    /// <summary>503: come back later.</summary>
    public const string ServerBusy = "ServerBusy";

    /// <summary>500: it took too long; whether it took effect is unknown.</summary>
    public const string OperationTimedOut = "OperationTimedOut";
}
