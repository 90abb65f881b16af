namespace LiveView.Feeds.Patients.Pulse;

/// <summary>Which skin was looked at.</summary>
internal enum Site
{
    /// <summary>A region of a face, from a distance.</summary>
    Face,

    /// <summary>A finger that lies on the lens.</summary>
    Finger,
}
