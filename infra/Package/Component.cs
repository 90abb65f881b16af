using System.Text.Json;

namespace LiveView.Package;

/// <summary>One line of the bill: a library at a version, its package URL, and the SHA-512 it was restored by, where it has one.</summary>
internal sealed record Component(string Name, string Version, string Url, string? Sha512)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "library");
        json.WriteString("bom-ref"u8, Url);
        json.WriteString("name"u8, Name);
        json.WriteString("version"u8, Version);
        json.WriteString("purl"u8, Url);
        if (Sha512 is not null)
        {
            json.WriteStartArray("hashes"u8);
            json.WriteStartObject();
            json.WriteString("alg"u8, "SHA-512");
            json.WriteString("content"u8, Sha512);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
