namespace LiveView.Local.PubSub;

/// <summary>How a handler took an event.</summary>
/// <param name="Succeeded">False when it failed, did not answer, or there is none.</param>
/// <param name="Reply">What it answered to the client; null when nothing.</param>
internal readonly record struct EventOutcome(bool Succeeded, Payload? Reply = null);
