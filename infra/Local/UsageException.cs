using System.Diagnostics.CodeAnalysis;

namespace LiveView.Local;

/// <summary>Something the person who started us can put right: one line that says what and how. Exit code 2.</summary>
[SuppressMessage("Major Code Smell", "S3871:Exception types should be public", Justification = "Nobody references an executable.")]
internal sealed class UsageException(string message) : Exception(message);
