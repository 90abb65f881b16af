using LiveView.Feeds.Sports;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Fold;

/// <summary>Who is believed when several providers tell one match.</summary>
internal sealed class SportsOptions
{
    public const string Section = "Sports";

    /// <summary>The usual policy and those of leagues: <c>first-healthy, nba=fastest, eng.1=majority</c>.</summary>
    public string Policies { get; set; } = "first-healthy";

    /// <summary>The providers, the first to be believed first.</summary>
    public string Order { get; set; } = SportsPolicies.UsualOrder;

    public SportsPolicies Parsed() => SportsPolicies.Parse(Policies, Order);
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class SportsOptionsValidator : IValidateOptions<SportsOptions>
{
    public ValidateOptionsResult Validate(string? name, SportsOptions options)
    {
        try
        {
            options.Parsed();
            return ValidateOptionsResult.Success;
        }
        catch (FormatException wrong)
        {
            return ValidateOptionsResult.Fail($"{SportsOptions.Section}: {wrong.Message}");
        }
    }
}
