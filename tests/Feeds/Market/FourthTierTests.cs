using System.Reflection;
using LiveView.Feeds.Market;

namespace LiveView.Feeds.Tests.Market;

/// <summary>Another tier is a class and this test.</summary>
public sealed class FourthTierTests
{
    private const string Trade = """{"RType":"X-TRADE","Symbol":"VN30F2612","Exchange":"DERIVATIVES","LastPrice":1283.9,"LastVol":2,"TotalVol":10}""";

    [Fact]
    [Trait("Requirement", "125")]
    public void A_tier_that_is_added_has_its_document_and_the_others_have_theirs_unchanged()
    {
        var with = new Folded("market:derivatives", "ssi", new([.. MarketFeed.Standard, new DerivativesTier()]));
        var without = new Folded("market:derivatives", "ssi");
        with.Take(Trade);
        without.Take(Trade);
        Assert.Equal(128_390_000m, decimal.Parse(with.At("derivatives", "VN30F2612/worth") ?? "", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(without.At("market", "symbols/VN30F2612"), with.At("market", "symbols/VN30F2612"));
        Assert.Equal(without.State!.Documents.Keys.Append("derivatives").Order(StringComparer.Ordinal), with.State!.Documents.Keys);
    }

    [Fact]
    public void The_page_shows_the_class_as_it_is()
    {
        var root = typeof(FourthTierTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepoRoot").Value!;
        var source = File.ReadAllText(Path.Combine(root, "tests", "Feeds", "Market", "DerivativesTier.cs"));
        Assert.Contains(source[source.IndexOf("internal sealed class", StringComparison.Ordinal)..].Trim(), File.ReadAllText(Path.Combine(root, "docs", "market.md")), StringComparison.Ordinal);
    }
}
