using System.Collections.Frozen;

namespace LiveView.Local.PubSub;

/// <summary>The protocols the service speaks.</summary>
internal static class ProtocolCatalog
{
    public const int Count = 5;

    public static readonly Protocol Raw = new RawProtocol();

    private static readonly FrozenDictionary<string, Protocol> ByName =
        new Protocol[] { new JsonProtocol(reliable: false), new JsonProtocol(reliable: true), new ProtobufProtocol(reliable: false), new ProtobufProtocol(reliable: true) }
            .ToFrozenDictionary(protocol => protocol.Name ?? "", StringComparer.Ordinal);

    /// <summary>The protocol of that name; the raw one for any other name, and for none.</summary>
    public static Protocol Find(string? name) => name is not null && ByName.TryGetValue(name, out var protocol) ? protocol : Raw;

    /// <summary>The first offered protocol the service speaks; null when there is none.</summary>
    public static string? FirstKnown(IEnumerable<string> offered) => offered.FirstOrDefault(ByName.ContainsKey);
}
