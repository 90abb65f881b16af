
namespace LiveView.Architecture.Tests;

/// <summary>
/// No binary floating point where numbers mean something: the compiled code of the pure rooms is looked through, signatures and instructions, so that
/// not even a <c>var</c> or a literal can hide one.
/// </summary>
public sealed class FloatingPointTests
{
    [Theory]
    [Trait("Requirement", "163")]
    [InlineData(typeof(Core.Topics.Topic))]
    [InlineData(typeof(LiveView.Feeds.FeedCatalog))]
    public void The_pure_rooms_have_no_binary_floating_point_in_them(Type room) => Assert.Empty(FloatingPoint.In(room.Assembly.Location));

    [Theory]
    [InlineData(nameof(Planted.Literal))]
    [InlineData(nameof(Planted.Parsed))]
    [InlineData(nameof(Planted.Converted))]
    [InlineData(nameof(Planted.FromJson))]
    [InlineData(nameof(Planted.InALambda))]
    [InlineData("_field")]
    public void One_that_is_planted_is_found(string name) =>
        Assert.Contains(FloatingPoint.In(typeof(Planted).Assembly.Location, nameof(Planted)), place => place.Contains(name, StringComparison.Ordinal));

    [Fact]
    public void What_has_none_is_not_accused() =>
        Assert.DoesNotContain(FloatingPoint.In(typeof(Planted).Assembly.Location, nameof(Planted)), static place => place.Contains(nameof(Planted.Innocent), StringComparison.Ordinal));
}
