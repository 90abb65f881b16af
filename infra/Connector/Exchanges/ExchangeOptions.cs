using Microsoft.Extensions.Options;

namespace LiveView.Connector.Exchanges;

/// <summary>One exchange. Without an address it is not connected to.</summary>
internal sealed class ExchangeOptions
{
    /// <summary>The section of all exchanges; each has its own below it.</summary>
    public const string Section = "Exchanges";

    /// <summary>The exchanges there are, by the names of their sections.</summary>
    public static readonly string[] All = ["Ssi", "Coinbase", "Binance", "Kraken"];

    /// <summary>Its socket: <c>wss://ws-feed.exchange.coinbase.com</c>, …; empty switches the exchange off.</summary>
    public Uri? Address { get; set; }

    /// <summary>Its REST interface, where order books or tokens come from there.</summary>
    public Uri? Rest { get; set; }

    /// <summary>What to subscribe to, in the exchange's own names, with commas between.</summary>
    public string Symbols { get; set; } = "";

    /// <summary>Who we are, where the exchange wants to know.</summary>
    public string ConsumerId { get; set; } = "";

    /// <summary>How we prove it.</summary>
    public string ConsumerSecret { get; set; } = "";

    /// <summary>Levels a side of an order book, where the exchange lets us choose.</summary>
    public int Depth { get; set; }

    /// <summary>The symbols one by one.</summary>
    public string[] Split() => Symbols.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class ExchangeOptionsValidator : IValidateOptions<ExchangeOptions>
{
    public ValidateOptionsResult Validate(string? name, ExchangeOptions options)
    {
        List<string> faults = [];
        if (options.Address is { IsAbsoluteUri: true, OriginalString.Length: > 0 } address)
        {
            if (address.Scheme is not ("ws" or "wss" or "http" or "https"))
                faults.Add($"Exchanges:{name}:Address is a ws, wss, http or https address.");
            if (options.Split().Length == 0)
                faults.Add($"Exchanges:{name}:Symbols says what to subscribe to.");
        }

        if (options.Depth is < 0 or > 5_000)
            faults.Add($"Exchanges:{name}:Depth is 0 to 5000.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
