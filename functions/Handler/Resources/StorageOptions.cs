using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>Where tables and blobs are: a connection string, or an account that is entered with the managed identity.</summary>
internal sealed class StorageOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Storage";

    /// <summary>For the emulator; empty in Azure.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The account, entered by Entra ID, where there is no connection string.</summary>
    public string AccountName { get; set; } = "";

    /// <summary>Makes missing tables and containers at the start. In Azure they are made by the deployment.</summary>
    public bool CreateIfMissing { get; set; }
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        options.ConnectionString.Length > 0 || options.AccountName.Length > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Storage: set ConnectionString (the emulator) or AccountName (Entra ID).");
}
