namespace LiveView.Feeds.Patients.Pulse;

/// <summary>The mean colour of a region of skin at one moment.</summary>
/// <param name="At">Milliseconds on the device's clock.</param>
/// <param name="Red">In thousandths of a level, 0 to 255,000.</param>
/// <param name="Green">Likewise.</param>
/// <param name="Blue">Likewise.</param>
internal readonly record struct Frame(long At, int Red, int Green, int Blue);
