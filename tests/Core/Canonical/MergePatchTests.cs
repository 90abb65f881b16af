using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Canonical;

namespace LiveView.Core.Tests.Canonical;

/// <summary>A patch between canonical documents is exact and minimal.</summary>
public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", """{"a":null}""")]
    [InlineData("""{"b":{"c":1,"d":2}}""", """{"b":{"c":1,"d":3}}""", """{"b":{"d":3}}""")]
    [InlineData("""{"b":{"c":1}}""", """{"b":"x"}""", """{"b":"x"}""")]
    [InlineData("""{"b":"x"}""", """{"b":{"c":1}}""", """{"b":{"c":1}}""")]
    [InlineData("""{}""", """{"é":{"😀":true}}""", """{"é":{"😀":true}}""")]
    public void A_patch_names_only_what_changed(string from, string to, string patch) =>
        Assert.Equal(patch, Documents.Text(MergePatch.Diff(Documents.Json(from), Documents.Json(to))));

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("""{"z":1}""", """{"z":null,"b":2,"a":1}""", """{"a":1,"b":2}""")]
    public void A_patch_applies_as_rfc_7396_says(string document, string patch, string result) =>
        Assert.Equal(result, Documents.Text(MergePatch.Apply(Documents.Json(document), Documents.Json(patch))));

    [Fact]
    public void Applying_a_diff_gives_the_other_document() =>
        Prop.ForAll(Documents.Few, documents =>
        {
            for (var i = 1; i < documents.Length; i++)
            {
                ReadOnlyMemory<byte> from = documents[i - 1].ToBytes(), to = documents[i].ToBytes();
                Assert.Equal(Documents.Text(to), Documents.Text(MergePatch.Apply(from, MergePatch.Diff(from, to))));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_documents_have_an_empty_patch() =>
        Prop.ForAll(Arb.From(Documents.Any), document =>
        {
            var bytes = document.ToBytes();
            Assert.Equal("{}", Documents.Text(MergePatch.Diff(bytes, bytes)));
        }).QuickCheckThrowOnFailure();
}
