using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Canonical;

namespace LiveView.Core.Tests.Canonical;

/// <summary>One form for a document, so that equal documents are equal bytes.</summary>
public sealed class CanonicalTests
{
    [Fact]
    public void Members_are_sorted_by_utf16_and_written_without_blanks() =>
        Assert.Equal(
            """{"A":1,"a":{"x":true,"y":"1.50"},"é":"ü","😀":-2,"ﬀ":false}""",
            Documents.Text(CanonicalJson.Of(Documents.Json("""{ "ﬀ": false, "😀": -2, "é": "\u00fc", "a": { "y": "1.50", "x": true }, "A": 1 }"""))));

    [Fact]
    public void Strings_are_escaped_as_a_browser_does() =>
        Assert.Equal(
            """{"t":"\"\\\b\f\n\r\t\u0001\u001f/<>&'é"}""",
            Documents.Text(CanonicalJson.Of(Documents.Json("""{"t":"\u0022\u005c\u0008\u000c\u000a\u000d\u0009\u0001\u001F\/<>&'\u00e9"}"""))));

    [Theory]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":9007199254740992}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""[1]""")]
    [InlineData("1")]
    [Trait("Requirement", "163")]
    public void What_a_patch_cannot_say_exactly_is_refused(string json) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Of(Documents.Json(json)));

    [Fact]
    [Trait("Requirement", "163")]
    public void A_decimal_travels_as_text_with_its_digits() =>
        Assert.Equal(
            """{"price":"1234567890.123456789012345600"}""",
            Documents.Text(new CanonicalObject().Set("price", 1234567890.123456789012345600m).ToBytes()));

    [Fact]
    public void An_integer_that_a_browser_would_round_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CanonicalObject().Set("n", CanonicalJson.MaxInteger + 1));

    [Fact]
    public void Building_gives_what_canonicalising_gives() =>
        Prop.ForAll(Arb.From(Documents.Any), document =>
        {
            var bytes = document.ToBytes();
            return CanonicalJson.Of(bytes).AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hash_is_sixteen_digits_of_sha256()
    {
        Assert.Equal("44136fa355b3678a", StateHash.Of("{}"u8)); // sha256("{}") begins 44136fa355b3678a
        Assert.NotEqual(StateHash.Chain(StateHash.Origin, "{}"u8), StateHash.Chain(StateHash.Of("{}"u8), "{}"u8));
    }
}
