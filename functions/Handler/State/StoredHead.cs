using Azure;
using LiveView.Core.Flow;

namespace LiveView.Handler.State;

/// <summary>A head as it lies in the table.</summary>
/// <param name="Head">What it says.</param>
/// <param name="Version">The row's version; a commit replaces only this one.</param>
internal sealed record StoredHead(Head Head, ETag Version)
{
    /// <summary>Where the list of recent topics shows the topic; null while it does not.</summary>
    public string? ListedAs { get; init; }
}
