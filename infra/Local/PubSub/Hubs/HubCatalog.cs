using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LiveView.Local.PubSub;

/// <summary>The hubs, made when they are first named. Their names ignore case.</summary>
internal sealed partial class HubCatalog(Switchboard board)
{
    private readonly ConcurrentDictionary<string, Hub> hubs = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Hub> All => hubs.Values;

    public int Connections => hubs.Values.Sum(hub => hub.Connections);

    public Hub this[string name] => hubs.GetOrAdd(name, key => new Hub(key.ToLowerInvariant(), board));

    public Hub? Find(string name) => hubs.GetValueOrDefault(name);

    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_`,.\[\]]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
