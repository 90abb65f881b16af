using System.Diagnostics.CodeAnalysis;

namespace LiveView.Cloud.Credentials;

/// <summary>A connection string of any Azure service: <c>Name=value;Name=value</c>, names in any case, values may contain <c>=</c>.</summary>
internal sealed class ConnectionString
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the parts.</summary>
    /// <exception cref="FormatException">A part has no name or no value, or a name comes twice. The message never holds a value: it may be a key.</exception>
    public ConnectionString(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("The connection string has a part that is not Name=value.");
            if (!_values.TryAdd(part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()))
                throw new FormatException($"The connection string has {part[..equals]} twice.");
        }
    }

    public string this[string name] => TryGet(name, out var value) ? value : throw new FormatException($"The connection string has no {name}.");

    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => _values.TryGetValue(name, out value) && value.Length > 0;

    public bool IsTrue(string name) => TryGet(name, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value as an absolute address.</summary>
    public Uri Address(string name) =>
        Uri.TryCreate(this[name], UriKind.Absolute, out var address) ? address : throw new FormatException($"{name} of the connection string is not an absolute address.");
}
