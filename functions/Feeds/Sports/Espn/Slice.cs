namespace LiveView.Feeds.Sports.Espn;

/// <summary>Where an event lies in its board.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Before">The slice of the board before that has the same bytes; −1 if none.</param>
internal readonly record struct Slice(int Offset, int Length, int Before);
