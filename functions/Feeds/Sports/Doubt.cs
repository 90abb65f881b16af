using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>Something said that is not shown.</summary>
/// <param name="By">The voice.</param>
/// <param name="Points">What it says.</param>
/// <param name="Since">Since when, in milliseconds since 1970.</param>
internal sealed record Doubt(string By, Points Points, long Since)
{
    public static Doubt? Read(JsonElement? json) => json is { } said && said.Text("by"u8) is { } by
        ? new(by, new(said.Whole("home"u8) ?? 0, said.Whole("away"u8) ?? 0), said.Child("since"u8)?.GetInt64() ?? 0)
        : null;

    public CanonicalObject Write() =>
        new CanonicalObject().Set("by", By).Set("home", Points.Home).Set("away", Points.Away).Set("since", Since);
}
