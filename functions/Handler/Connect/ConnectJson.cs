using System.Text.Json.Serialization;
using LiveView.Core.Topics;
using Microsoft.AspNetCore.Mvc;

namespace LiveView.Handler.Connect;

/// <summary>What a viewer asks for.</summary>
/// <param name="Tiers">Full tier names.</param>
internal sealed record NegotiateRequest(string[]? Tiers);

/// <summary>What a viewer needs to connect.</summary>
/// <param name="Url">Where to connect; it holds a token that lives for minutes.</param>
/// <param name="Expires">Until when the address may be used.</param>
/// <param name="Tiers">The groups the token is a member of.</param>
/// <param name="Resume">Where to catch up, with <c>{tier}</c> in it.</param>
internal sealed record NegotiateAnswer(Uri Url, DateTimeOffset Expires, IReadOnlyList<NegotiatedTier> Tiers, string Resume);

/// <summary>A tier that was asked for and granted.</summary>
internal sealed record NegotiatedTier(string Tier, TierKind Kind, string Group);

/// <summary>The list of topics.</summary>
internal sealed record TopicList(IReadOnlyList<ListedTopic> Topics);

/// <summary>A topic in the list.</summary>
internal sealed record ListedTopic(string Topic, string Title, string Phase, DateTimeOffset Updated, IReadOnlyList<ListedTier> Tiers);

/// <summary>A tier of a listed topic, and where it stood when the topic was listed.</summary>
internal sealed record ListedTier(string Tier, TierKind Kind, long Offset);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnum)])]
[JsonSerializable(typeof(NegotiateRequest))]
[JsonSerializable(typeof(NegotiateAnswer))]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(ListedTopic))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string[]))] // what a problem names
internal sealed partial class ConnectJson : JsonSerializerContext;

/// <summary>Enums travel as lower-case words.</summary>
internal sealed class CamelCaseEnum() : JsonStringEnumConverter<TierKind>(System.Text.Json.JsonNamingPolicy.CamelCase);
