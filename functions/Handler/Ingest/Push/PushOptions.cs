using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>Who may push, what, and how much.</summary>
internal sealed class PushOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Push";

    /// <summary>The shortest key, in characters.</summary>
    public const int LeastKey = 16;

    /// <summary>Feeds that are pushed, with commas between; none unless it is said. Settings are flat texts, so a list is one too.</summary>
    public string Feeds { get; set; } = "";

    /// <summary>What proves who pushes or imports, as <c>X-Api-Key</c>. Empty, nobody may, but in development anyone.</summary>
    public string Key { get; set; } = "";

    /// <summary>The largest body that is taken, in bytes.</summary>
    [Range(1, 5_000_000)]
    public int MaxBytes { get; set; } = 5_000_000;

    /// <summary>Messages a second of one key, on the average; a burst may hold five seconds of them.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; set; } = 50;

    /// <summary>Pushes that one instance works on at once.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 64;
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class PushOptionsValidator : IValidateOptions<PushOptions>;

/// <summary>An open door is for development only.</summary>
internal sealed class PushDoorValidator(IConfiguration configuration) : IValidateOptions<PushOptions>
{
    public ValidateOptionsResult Validate(string? name, PushOptions options) =>
        options.Feeds.Length == 0 || options.Key.Length >= PushOptions.LeastKey || configuration["LV_ENV"] == "development"
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Push: set Key, at least {PushOptions.LeastKey} characters, or push no Feeds. Only LV_ENV=development may go without.");
}
