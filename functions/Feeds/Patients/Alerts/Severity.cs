namespace LiveView.Feeds.Patients.Alerts;

/// <summary>How bad it is.</summary>
internal enum Severity
{
    /// <summary>Somebody should look; a call is made when nobody does.</summary>
    Warning,

    /// <summary>A call is made at once.</summary>
    Critical,
}
