using System.Security.Cryptography;
using System.Text;

namespace LiveView.Cloud.Credentials;

/// <summary>A storage account's name and key.</summary>
public sealed class StorageSharedKeyCredential
{
    private readonly byte[] _key;

    /// <summary>Takes the two as the portal shows them.</summary>
    /// <param name="accountName">Name of the account.</param>
    /// <param name="accountKey">Its key, in base64.</param>
    public StorageSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);
        var key = new byte[accountKey.Length];
        if (!Convert.TryFromBase64String(accountKey, key, out var length))
            throw new ArgumentException("The account key is not base64.", nameof(accountKey));
        AccountName = accountName;
        _key = key[..length];
    }

    public string AccountName { get; }

    internal string Sign(string stringToSign) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(stringToSign)));
}
