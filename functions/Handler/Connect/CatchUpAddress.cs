using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LiveView.Core.Topics;

namespace LiveView.Handler.Connect;

/// <summary>What a path below <c>/api/tiers/</c> names: a tier, a tier <c>/at</c> some time, or an update's <c>/{offset}/sources</c>.</summary>
/// <remarks>
/// A tier's name holds one slash and no other part of it does, so the three cannot be mistaken for each other. The slash and the colon
/// may arrive percent-encoded; the server leaves an encoded slash as it is.
/// </remarks>
/// <param name="Tier">The tier.</param>
/// <param name="View">What of it.</param>
/// <param name="Offset">The update, where one is named.</param>
internal readonly record struct CatchUpAddress(Tier Tier, CatchUpView View, long Offset)
{
    public static bool TryParse(string path, [NotNullWhen(true)] out CatchUpAddress? address)
    {
        address = null;
        var plain = Uri.UnescapeDataString(path);
        var parts = plain.Split('/');
        if (parts.Length is < 2 or > 4 || !Tier.TryParse($"{parts[0]}/{parts[1]}", out var tier))
            return false;
        address = parts[2..] switch
        {
            [] => new(tier, CatchUpView.Now, 0),
            ["at"] => new(tier, CatchUpView.At, 0),
            [var offset, "sources"] when long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 =>
                new(tier, CatchUpView.Sources, number),
            _ => null,
        };
        return address is not null;
    }
}

/// <summary>What may be asked of a tier.</summary>
internal enum CatchUpView
{
    /// <summary>What a viewer lacks, or the updates between two positions.</summary>
    Now,

    /// <summary>The state at an offset or an instant.</summary>
    At,

    /// <summary>Where an update comes from.</summary>
    Sources,
}
