using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>A row: its two keys, its version, and named values of type string, bool, int, long, double, DateTimeOffset, Guid or byte[].</summary>
public sealed class TableEntity(string partitionKey, string rowKey) : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values = [];

    public string PartitionKey { get; set; } = partitionKey;

    public string RowKey { get; set; } = rowKey;

    /// <summary>Version of the row as read; an update that sends it back succeeds only while it is still the version.</summary>
    public ETag ETag { get; set; }

    /// <summary>When the service wrote it. Several rows may share one, and clocks differ: never order by it.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>A value, or null when there is none. A null is not stored: in a merge it leaves the old value, in a replace it is absence.</summary>
    public object? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[Allowed(name)] = value;
    }

    public void Add(string name, object? value) => _values.Add(Allowed(name), value);

    public bool Remove(string name) => _values.Remove(name);

    public bool ContainsKey(string name) => _values.ContainsKey(name);

    public bool TryGetValue(string name, [NotNullWhen(true)] out object? value) => _values.TryGetValue(name, out value) && value is not null;

    /// <summary>A text, or null when there is none; the other getters likewise.</summary>
    /// <exception cref="InvalidOperationException">The value is of another type.</exception>
    public string? GetString(string name) => Get<string>(name);

    public bool? GetBoolean(string name) => GetValue<bool>(name);

    public int? GetInt32(string name) => GetValue<int>(name);

    public long? GetInt64(string name) => GetValue<long>(name);

    public double? GetDouble(string name) => GetValue<double>(name);

    public DateTimeOffset? GetDateTimeOffset(string name) => GetValue<DateTimeOffset>(name);

    public Guid? GetGuid(string name) => GetValue<Guid>(name);

    public byte[]? GetBinary(string name) => Get<byte[]>(name);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Allowed(string name) =>
        name is nameof(PartitionKey) or nameof(RowKey) or nameof(Timestamp) or "odata.etag"
            ? throw new ArgumentException($"{name} is a property of the entity, not one of its values.", nameof(name))
            : name;

    private T? Get<T>(string name) where T : class => _values.GetValueOrDefault(name) is { } value ? value as T ?? throw Other<T>(name, value) : null;

    private T? GetValue<T>(string name) where T : struct => _values.GetValueOrDefault(name) is { } value ? value as T? ?? throw Other<T>(name, value) : null;

    private static InvalidOperationException Other<T>(string name, object value) =>
        new($"{name} is a {value.GetType().Name}, not a {typeof(T).Name}.");
}
