namespace LiveView.Core.Feeds;

/// <summary>One answer of a provider, before anyone has read it.</summary>
/// <param name="Provider">Who answered: <c>espn</c>, …</param>
/// <param name="Target">What was asked: <c>soccer/eng.1</c>, …</param>
/// <param name="Body">The bytes of the answer, decompressed.</param>
/// <param name="Received">When the last of them arrived.</param>
public sealed record ProviderAnswer(string Provider, string Target, ReadOnlyMemory<byte> Body, DateTimeOffset Received);
