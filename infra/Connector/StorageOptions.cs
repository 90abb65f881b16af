namespace LiveView.Connector;

/// <summary>Where the handler notes who watches what; without it everything counts as watched.</summary>
internal sealed class StorageOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Storage";

    /// <summary>For the emulator; empty in Azure.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The account, entered by Entra ID, where there is no connection string.</summary>
    public string AccountName { get; set; } = "";
}
