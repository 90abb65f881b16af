using System.Security.Cryptography;
using System.Text;
using LiveView.Cloud.Tables;
using LiveView.Feeds.Patients;
using LiveView.Handler.Patients;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.State;

/// <summary>
/// Seals what rows of patients say, where the settings name a key: each row has a key of its own, which encrypts its bytes (AES-256-GCM) and lies
/// beside them, encrypted by the key that the settings name. The names of row and property are part of what is proven, so nothing can be moved.
/// </summary>
/// <remarks>A key is changed by adding another and naming it; rows under the old one are read as long as it is there, and written anew under the new.</remarks>
internal sealed class Seal(IOptionsMonitor<PatientsOptions> options)
{
    private const string KeyId = "SealKey";
    private const string RowKey = "SealDek";
    private const string Tags = "SealTags";
    private const int Nonce = 12;
    private const int Tag = 16;

    private static readonly string Patients = $"{PatientsFeed.FeedName}:";

    /// <summary>Encrypts the bytes of a patient's row; other rows stay as they are.</summary>
    public TableEntity Close(TableEntity row)
    {
        var settings = options.CurrentValue;
        if (settings.SealWith.Length == 0 || !row.PartitionKey.StartsWith(Patients, StringComparison.Ordinal))
            return row;
        var key = RandomNumberGenerator.GetBytes(32);
        using var cipher = new AesGcm(key, Tag);
        var names = Binary(row);
        var tags = new byte[names.Count * Tag];
        for (var i = 0; i < names.Count; i++)
        {
            var plain = row.GetBinary(names[i]) ?? [];
            var secret = new byte[plain.Length];
            cipher.Encrypt(NonceOf(i), plain, secret, tags.AsSpan(i * Tag, Tag), About(row, names[i])); // the key is of this row alone, so a count is a nonce
            row[names[i]] = secret;
        }

        row[KeyId] = settings.SealWith;
        row[RowKey] = Wrap(Convert.FromBase64String(settings.SealKeys[settings.SealWith]), key, About(row, RowKey));
        row[Tags] = tags;
        return row;
    }

    /// <summary>Decrypts a row that was sealed; others are as they are.</summary>
    /// <exception cref="FormatException">Its key is not there, or it was changed.</exception>
    public TableEntity Open(TableEntity row)
    {
        if (row.GetString(KeyId) is not { } id)
            return row;
        if (!options.CurrentValue.SealKeys.TryGetValue(id, out var known))
            throw new FormatException($"A row is sealed by the key '{id}', which is not there.");
        try
        {
            using var cipher = new AesGcm(Unwrap(Convert.FromBase64String(known), row.GetBinary(RowKey) ?? [], About(row, RowKey)), Tag);
            var tags = row.GetBinary(Tags) ?? [];
            foreach (var name in new[] { KeyId, RowKey, Tags })
                row.Remove(name);
            var names = Binary(row);
            for (var i = 0; i < names.Count; i++)
            {
                var secret = row.GetBinary(names[i]) ?? [];
                var plain = new byte[secret.Length];
                cipher.Decrypt(NonceOf(i), secret, tags.AsSpan(i * Tag, Tag), plain, About(row, names[i]));
                row[names[i]] = plain;
            }

            return row;
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            throw new FormatException("A sealed row was changed.", broken);
        }
    }

    private static List<string> Binary(TableEntity row) =>
        [.. row.Where(static value => value.Value is byte[] or BinaryData).Select(static value => value.Key).Order(StringComparer.Ordinal)];

    private static byte[] About(TableEntity row, string name) => Encoding.UTF8.GetBytes($"{row.PartitionKey}\n{row.RowKey}\n{name}");

    private static byte[] NonceOf(int count)
    {
        var nonce = new byte[Nonce];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(Nonce - 4), count);
        return nonce;
    }

    private static byte[] Wrap(byte[] by, byte[] key, byte[] about)
    {
        using var cipher = new AesGcm(by, Tag);
        var wrapped = new byte[Nonce + key.Length + Tag];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), key, wrapped.AsSpan(Nonce, key.Length), wrapped.AsSpan(Nonce + key.Length), about);
        return wrapped;
    }

    private static byte[] Unwrap(byte[] by, byte[] wrapped, byte[] about)
    {
        using var cipher = new AesGcm(by, Tag);
        var key = new byte[wrapped.Length - Nonce - Tag];
        cipher.Decrypt(wrapped.AsSpan(0, Nonce), wrapped.AsSpan(Nonce, key.Length), wrapped.AsSpan(Nonce + key.Length), key, about);
        return key;
    }
}
