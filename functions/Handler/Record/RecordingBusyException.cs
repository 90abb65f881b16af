namespace LiveView.Handler.Record;

/// <summary>Another writes this recording at the moment. Nothing is wrong; who comes again finds it free.</summary>
internal sealed class RecordingBusyException(RecordingPart part, Exception? inner = null) : Exception($"{part} is being written by another.", inner);
