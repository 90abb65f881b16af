namespace LiveView.Local;

/// <summary>Something the person who started us can put right: one line that says what and how. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
