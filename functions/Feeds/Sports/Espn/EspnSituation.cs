using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>
/// Reads the moment in play. Each sport says its own part of it; probabilities and references to the provider's inner hosts are left out.
/// </summary>
internal static class EspnSituation
{
    public static CanonicalObject? Read(JsonElement? said, Play? lastPlay)
    {
        if (said is not { ValueKind: JsonValueKind.Object } situation)
            return null;
        return new CanonicalObject()
            .Set("down", situation.Whole("down"u8))
            .Set("distance", situation.Whole("distance"u8))
            .Set("yardLine", situation.Whole("yardLine"u8))
            .Set("downText", situation.Text("downDistanceText"u8))
            .Set("spot", situation.Text("possessionText"u8))
            .Set("possession", situation.Text("possession"u8))
            .Set("redZone", situation.Truth("isRedZone"u8))
            .Set("homeTimeouts", situation.Whole("homeTimeouts"u8))
            .Set("awayTimeouts", situation.Whole("awayTimeouts"u8))
            .Set("balls", situation.Whole("balls"u8))
            .Set("strikes", situation.Whole("strikes"u8))
            .Set("outs", situation.Whole("outs"u8))
            .Set("onFirst", situation.Truth("onFirst"u8))
            .Set("onSecond", situation.Truth("onSecond"u8))
            .Set("onThird", situation.Truth("onThird"u8))
            .Set("pitcher", Person(situation.Child("pitcher"u8)))
            .Set("batter", Person(situation.Child("batter"u8)))
            .Set("lastPlay", lastPlay is null
                ? null
                : new CanonicalObject().Set("text", lastPlay.Text).Set("points", lastPlay.Points).Set("team", lastPlay.TeamId));
    }

    public static Play? LastPlay(JsonElement? situation)
    {
        if (situation?.Child("lastPlay"u8) is not { ValueKind: JsonValueKind.Object } play)
            return null;
        var text = play.Text("text"u8) ?? play.Child("type"u8)?.Text("text"u8);
        return new(text, play.Whole("scoreValue"u8), play.Child("team"u8)?.Text("id"u8));
    }

    private static CanonicalObject? Person(JsonElement? role)
    {
        if (role is null)
            return null;
        var athlete = role.Value.Child("athlete"u8) ?? role.Value;
        return new CanonicalObject()
            .Set("id", athlete.Text("id"u8))
            .Set("name", athlete.Text("displayName"u8) ?? athlete.Text("fullName"u8));
    }
}
