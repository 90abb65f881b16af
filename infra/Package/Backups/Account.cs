using Azure.Identity;
using LiveView.Cloud.Tables;

namespace LiveView.Package.Backups;

/// <summary>Whose tables: an account that is entered with the identity of who asks (az login), or the emulator by its connection string.</summary>
internal static class Account
{
    /// <summary>What is copied where nothing else is said: all tables of the handler but <c>limits</c>, which says who is connected at this moment.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["topics", "recent", "owed", "targets", "interest", "entitlements", "favourites", "recordings", "audit", "calls", "care", "segments", "watch"];

    public static Func<string, TableClient> Of(string account) => account.Contains('=', StringComparison.Ordinal)
        ? table => new(account, table)
        : table => new(new Uri($"https://{account}.table.core.windows.net"), table, new DefaultAzureCredential());
}
