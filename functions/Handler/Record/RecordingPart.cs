using System.Globalization;
using LiveView.Core.Topics;

namespace LiveView.Handler.Record;

/// <summary>One of the two recordings of a topic: what viewers were given, or what the provider said.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Name"><see cref="Updates"/> or <see cref="Raws"/>.</param>
internal readonly record struct RecordingPart(Topic Topic, string Name)
{
    /// <summary>Committed updates, which are replayed.</summary>
    public const string Updates = "updates";

    /// <summary>The provider's own bytes, which are the evidence.</summary>
    public const string Raws = "raws";

    /// <summary>What the names of its segments begin with.</summary>
    public string Folder => $"{Topic.Feed}/{Topic.Key}/{Name}/";

    /// <summary>The blob whose first record has the number <paramref name="first"/>.</summary>
    public string Blob(long first) => string.Create(CultureInfo.InvariantCulture, $"{Folder}{first:D12}.jsonl");

    /// <summary>The number of the first record of a blob; null when it is no segment of this part.</summary>
    public long? First(string blob) =>
        blob.Length == Folder.Length + 18 && blob.StartsWith(Folder, StringComparison.Ordinal)
            && long.TryParse(blob.AsSpan(Folder.Length, 12), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Topic}/{Name}";
}
