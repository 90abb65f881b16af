using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>Nothing in the product can grow for as long as the process lives.</summary>
public sealed partial class MemoryTests
{
    private static readonly string[] Product = ["functions", "infra/Cloud", "infra/Connector"];

    // Tables that are written once and only read.
    private static readonly string[] Tables = ["PlainText.cs", "HeadForms.cs", "BinanceExchange.cs", "CoinbaseExchange.cs", "KrakenExchange.cs"];

    [Fact]
    [Trait("Requirement", "40")]
    public void No_static_field_holds_a_collection_that_can_grow() =>
        Assert.Equal(Tables.Order(StringComparer.Ordinal), Sources().Where(static path => Static.IsMatch(File.ReadAllText(path))).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    [Trait("Requirement", "104")]
    public void Whatever_remembers_for_many_says_what_bounds_it()
    {
        var remembering = Sources().Where(static path => Shared.IsMatch(File.ReadAllText(path))).ToList();
        Assert.True(remembering.Count > 10, "Nothing was found, so nothing was looked at.");
        Assert.All(remembering, static path => Assert.Matches(Bound, File.ReadAllText(path)));
    }

    private static IEnumerable<string> Sources() => Product.SelectMany(static folder => Repository.Files(folder, "*.cs"));

    [GeneratedRegex(@"static readonly (Concurrent\w*|Dictionary|List|HashSet|Queue|SortedDictionary)<", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Static { get; }

    [GeneratedRegex(@"(ConcurrentDictionary|ConcurrentBag|ConcurrentQueue)<", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Shared { get; }

    [GeneratedRegex(@"\b(Most|Max[A-Z]\w*|Capacity|[Bb]ounded)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Bound { get; }
}
