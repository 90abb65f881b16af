using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>A transaction was refused, and nothing of it was done.</summary>
/// <param name="status">Status of the action that failed.</param>
/// <param name="message">What the service said.</param>
/// <param name="errorCode">One of <see cref="TableErrorCode"/>, or another word of the service.</param>
/// <param name="failedTransactionActionIndex">Which action, from 0, when the service said so.</param>
public sealed class TableTransactionFailedException(int status, string message, string? errorCode, int? failedTransactionActionIndex)
    : RequestFailedException(status, message, errorCode, null)
{
    public int? FailedTransactionActionIndex { get; } = failedTransactionActionIndex;
}
