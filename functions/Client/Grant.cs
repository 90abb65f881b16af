namespace LiveView.Client;

/// <summary>Leave to connect.</summary>
/// <param name="Url">Where to; it holds a token that lives for minutes.</param>
/// <param name="Life">How long the token lives from now, by the server's own clock.</param>
/// <param name="Tiers">The tiers whose groups the token is a member of.</param>
internal sealed record Grant(Uri Url, TimeSpan Life, IReadOnlySet<string> Tiers);
