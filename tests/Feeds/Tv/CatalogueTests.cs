using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Feeds;
using LiveView.Feeds.Tv;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>What is taken as a catalogue, and what is not.</summary>
public sealed class CatalogueTests
{
    [Theory]
    [Trait("Requirement", "102")]
    [InlineData("shows/../secrets/key")]
    [InlineData("shows/..")]
    [InlineData("../shows/a")]
    [InlineData("/etc/passwd")]
    [InlineData("etc/passwd")]
    [InlineData("shows")]
    [InlineData("shows/")]
    [InlineData("shows//a")]
    [InlineData("shows/./a")]
    [InlineData("shows/a.")]
    [InlineData("shows/ a")]
    [InlineData("shows/a\\b")]
    [InlineData("shows/a%2Fb")]
    [InlineData("shows/..%5c..%5cb")]
    [InlineData("shows/a\u0000b")]
    [InlineData("shows/a\nb")]
    [InlineData("C:/shows/a")]
    [InlineData("")]
    [InlineData(null)]
    public void What_climbs_or_lies_elsewhere_is_no_path(string? text) => Assert.False(MediaPath.TryParse(text, out _));

    [Fact]
    public void Half_a_letter_is_no_name() => Assert.False(MediaPath.TryParse($"shows/{(char)0xD800}", out _));

    [Theory]
    [Trait("Requirement", "113")]
    [InlineData("shows/Kangaroo & Co/S01E01 – “Down” #1?")]
    [InlineData("films/100% Wolf (2020) [fr]")]
    [InlineData("bumpers/日本語/🎬")]
    public void Special_characters_are_part_of_a_name(string text)
    {
        Assert.True(MediaPath.TryParse(text, out var path));
        Assert.Equal(text, Uri.UnescapeDataString(path.ToAddress()));
        Assert.All(path.ToAddress(), static letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || "-._~%/".Contains(letter, StringComparison.Ordinal)));
        Assert.Equal(text.Count(static letter => letter == '/'), path.ToAddress().Count(static letter => letter == '/'));
    }

    [Fact]
    [Trait("Requirement", "113")]
    public void Whatever_a_path_holds_it_comes_back_from_its_address_and_from_the_memory() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), static name =>
        {
            if (!MediaPath.TryParse($"shows/{name}", out var path))
                return true;
            var catalogue = Read(Single(path.ToString(), new { title = "x", duration = 5_000 }));
            return catalogue is not null && Read(Encoding.UTF8.GetString(CatalogueJson.Write(catalogue).Span))!.Items.ContainsKey(path.ToString())
                && string.Join('/', path.ToAddress().Split('/').Select(Uri.UnescapeDataString)) == path.ToString();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [Trait("Requirement", "102")]
    [InlineData("""{"version":0}""", "version")]
    [InlineData("""{"items":{"shows/../x":{"title":"a","duration":4000}}}""", "no path of the library")]
    [InlineData("""{"items":{"shows/a":{"duration":4000}}}""", "no title")]
    [InlineData("""{"items":{"shows/a":{"title":"a"}}}""", "no duration")]
    [InlineData("""{"items":{"shows/a":{"title":"a","duration":99}}}""", "duration")]
    [InlineData("""{"items":{"shows/a":{"title":"a","cuts":[4000,5000]}}}""", "segments")]
    [InlineData("""{"items":{"shows/a":{"title":"a\u0007","duration":4000}}}""", "control characters")]
    [InlineData("""{"items":{"shows/a":{"title":"a","series":"s","duration":4000}}}""", "no episode")]
    [InlineData("""{"items":{"shows/a":{"title":"a","playlist":"#EXTM3U"}}}""", "cannot be read")]
    [InlineData("""{"blocks":[{"items":["shows/nowhere"]}]}""", "does not have")]
    [InlineData("""{"start":"2026-11-21T00:00:00"}""", "with its zone")]
    [InlineData("""{"target":99}""", "target")]
    [InlineData("""{"blocks":[]}""", "no block")]
    public void What_is_wrong_is_said(string json, string said)
    {
        var refused = Assert.IsType<FoldResult.Rejected>(new Channel(Channel.Catalogue()).Bring(json, Channel.Start));
        Assert.Contains(said, refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    public void What_is_no_catalogue_is_refused(string json) => Assert.IsType<FoldResult.Rejected>(new Channel(Channel.Catalogue()).Bring(json, Channel.Start));

    [Fact]
    [Trait("Requirement", "118")]
    public void A_catalogue_that_is_given_and_brought_again_is_the_same()
    {
        var catalogue = Read(Channel.Catalogue())!;
        var given = CatalogueJson.Write(catalogue, isIndented: true);
        Assert.Equal(CatalogueJson.Write(catalogue), CatalogueJson.Write(Read(Encoding.UTF8.GetString(given.Span))!));
        Assert.Equal(7, catalogue.Blocks.Sum(static block => block.Items.Length));
    }

    [Fact]
    public void An_item_can_be_told_by_the_playlist_that_its_encoder_wrote()
    {
        const string Playlist = "#EXTM3U\r\n#EXT-X-VERSION:3\r\n#EXT-X-TARGETDURATION:4\r\n#EXTINF:4.000000,\r\n0.ts\r\n#EXTINF:2.520000,\r\n1.ts\r\n#EXT-X-ENDLIST\r\n";
        var catalogue = Read(Single("shows/a", new { title = "x", playlist = Playlist }))!;
        Assert.Equal([4_000, 2_520], catalogue.Items["shows/a"].Cuts.Pieces);
    }

    [Fact]
    public void A_version_is_one_catalogue_and_a_lower_one_comes_too_late()
    {
        var channel = new Channel(Channel.Catalogue(version: 3));
        Assert.IsType<FoldResult.Unchanged>(channel.Bring(Channel.Catalogue(version: 3), Channel.Start.AddMinutes(1)));
        Assert.IsType<FoldResult.Rejected>(channel.Bring(Channel.Catalogue(version: 3, seed: "another"), Channel.Start));
        Assert.IsType<FoldResult.Rejected>(channel.Bring(Channel.Catalogue(version: 2), Channel.Start));
        Assert.IsType<FoldResult.Rejected>(channel.Bring(Channel.Catalogue(version: 4).Replace("\"target\":4", "\"target\":6", StringComparison.Ordinal), Channel.Start));
        Assert.IsType<FoldResult.Folded>(channel.Bring(Channel.Catalogue(version: 4), Channel.Start));
    }

    private static string Single(string path, object item) => JsonSerializer.Serialize(new
    {
        version = 1,
        title = "t",
        start = "2026-11-21T00:00:00Z",
        items = new Dictionary<string, object> { [path] = item },
        blocks = new[] { new { items = new[] { path } } },
    });

    private static Catalogue? Read(string json) => CatalogueJson.Read(JsonElement.Parse(json), out _);
}
