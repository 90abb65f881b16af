using System.Globalization;

namespace LiveView.Feeds.Sports;

/// <summary>
/// What a row is known by: type, clock as shown, team, players, and which of its equals it is. The provider reorders, edits and removes
/// rows, so their place in the list says nothing.
/// </summary>
internal readonly record struct IncidentKey(string Type, string Clock, string Team, string Players, int Ordinal)
{
    /// <summary>
    /// Whether both can be one happening with its row edited: the player was filled in, a goal became a header, the minute was mended.
    /// </summary>
    public bool MayBe(IncidentKey other) =>
        Team == other.Team && ((Clock == other.Clock && Ordinal == other.Ordinal) || (!HasId && Players.Length > 0 && Players == other.Players));

    // Some providers number their rows: the number, after a #, stands for the clock.
    private bool HasId => Clock.StartsWith('#');

    public static IncidentKey? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 5 && int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new(parts[0], parts[1], parts[2], parts[3], ordinal)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type}.{Clock}.{Team}.{Players}.{Ordinal}");
}
