namespace LiveView.Local.PubSub;

/// <summary>The key to a lost reliable connection: good for that connection only, for a week.</summary>
internal static class ReconnectionToken
{
    private const string Issuer = "https://webpubsub.azure.com";

    public static string Issue(PubSubOptions options, string connectionId) => Jwt.Sign(options.AccessKey, json =>
    {
        json.WriteString("iss", Issuer);
        json.WriteString("aud", connectionId);
        json.WriteString("jti", options.NewId());
        json.WriteNumber("exp", options.Time.GetUtcNow().AddDays(7).ToUnixTimeSeconds());
    });

    public static bool IsGood(PubSubOptions options, string? token, string connectionId) =>
        token is not null
        && Jwt.Verify(token, options.Keys) is { } claims
        && claims["iss"] is [Issuer]
        && claims["aud"] is [var audience] && audience == connectionId
        && claims.FaultAt(options.Time.GetUtcNow()) is null;
}
