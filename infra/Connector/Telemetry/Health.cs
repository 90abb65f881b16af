using LiveView.Connector.Bursts;
using LiveView.Core.Canonical;

namespace LiveView.Connector;

/// <summary><c>GET /api/health</c>: each exchange, and what waits for the hub.</summary>
internal static class Health
{
    public static string Of(IReadOnlyList<Session> sessions, Outbox outbox)
    {
        var exchanges = new CanonicalObject();
        foreach (var session in sessions)
        {
            exchanges.Set(session.Provider, new CanonicalObject()
                .Set("connected", session.IsConnected)
                .Set("lastFrame", session.LastFrame?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        }

        var status = sessions.All(static session => session.IsConnected) ? "healthy" : "degraded";
        return System.Text.Encoding.UTF8.GetString(new CanonicalObject().Set("status", status).Set("exchanges", exchanges).Set("waiting", outbox.Waiting).ToBytes());
    }
}
