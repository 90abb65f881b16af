using LiveView.Handler.Doors.Identity;

namespace LiveView.Handler.Doors;

/// <summary>Who came through the door.</summary>
internal static class CallerOf
{
    /// <summary>The caller whom the keeper of the door has found out.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Items[typeof(Caller)] as Caller ?? throw new InvalidOperationException("Nobody came through a door.");
}
