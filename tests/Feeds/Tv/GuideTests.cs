using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace LiveView.Feeds.Tests.Tv;

/// <summary>The guide, as viewers and as other programs get it.</summary>
public sealed class GuideTests
{
    // What XMLTV's own definition says of the elements that we write.
    private const string Definition = """
        <!ELEMENT tv (channel*, programme*)>
        <!ATTLIST tv generator-info-name CDATA #IMPLIED>
        <!ELEMENT channel (display-name+)>
        <!ATTLIST channel id CDATA #REQUIRED>
        <!ELEMENT display-name (#PCDATA)>
        <!ELEMENT programme (title+, sub-title*, desc?, category*, episode-num*)>
        <!ATTLIST programme start CDATA #REQUIRED stop CDATA #IMPLIED channel CDATA #REQUIRED>
        <!ELEMENT title (#PCDATA)>
        <!ELEMENT sub-title (#PCDATA)>
        <!ELEMENT desc (#PCDATA)>
        <!ELEMENT category (#PCDATA)>
        <!ELEMENT episode-num (#PCDATA)>
        <!ATTLIST episode-num system CDATA "onscreen">
        """;

    [Fact]
    [Trait("Requirement", "123")]
    public void It_is_valid_against_its_definition_and_covers_a_day_without_a_gap_or_an_overlap()
    {
        var guide = Valid(new Channel(Channel.Catalogue()).Station.Guide("one", Channel.Start.AddHours(3)));
        var programmes = guide.Descendants("programme").Select(static programme => (From: Time(programme, "start"), To: Time(programme, "stop"))).ToList();
        Assert.All(programmes.Zip(programmes.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.True(programmes[0].From <= Channel.Start.AddHours(3) && Channel.Start.AddHours(3) < programmes[0].To);
        Assert.True(programmes.Count == 2_000 || programmes[^1].To >= Channel.Start.AddHours(27));
    }

    [Fact]
    [Trait("Requirement", "113")]
    public void Titles_with_special_characters_are_what_they_were()
    {
        var guide = Valid(new Channel(Channel.Catalogue()).Station.Guide("one", Channel.Start));
        var titles = guide.Descendants("title").Select(static title => title.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string> { "Alpha & Co <1>", "Běta “2”", "Metropolis" }, titles);
        Assert.Contains("0.2.", guide.Descendants("episode-num").Where(static number => (string?)number.Attribute("system") == "xmltv_ns").Select(static number => number.Value));
        Assert.Contains("S1 E3", guide.Descendants("episode-num").Select(static number => number.Value));
    }

    [Fact]
    public void A_definition_that_it_breaks_would_be_noticed() =>
        Assert.ThrowsAny<System.Xml.Schema.XmlSchemaException>(() => Valid("""<!DOCTYPE tv SYSTEM "xmltv.dtd"><tv><programme/></tv>"""));

    [Fact]
    public void The_tier_has_what_is_on_and_what_comes_one_after_the_other()
    {
        var channel = new Channel(Channel.Catalogue());
        channel.Tick(Channel.Start.AddSeconds(1_000));
        using var guide = JsonDocument.Parse(channel.State!.Documents["guide"]);
        var programmes = guide.RootElement.GetProperty("programmes").EnumerateObject().Select(static one => (one.Name, Stop: one.Value.GetProperty("stop").GetString())).ToList();
        Assert.Equal(100, programmes.Count);
        Assert.All(programmes.Zip(programmes.Skip(1)), static pair => Assert.Equal(pair.First.Stop, pair.Second.Name));
        Assert.True(channel.State.Documents["guide"].Length < 30_000);
    }

    private static XDocument Valid(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, ValidationType = ValidationType.DTD, XmlResolver = new OurDefinition() };
        using var reader = XmlReader.Create(new StringReader(text), settings, "http://here/guide.xml");
        return XDocument.Load(reader);
    }

    private static DateTimeOffset Time(XElement programme, string name) =>
        DateTimeOffset.ParseExact((string?)programme.Attribute(name) ?? "", "yyyyMMddHHmmss zzz", CultureInfo.InvariantCulture);

    private sealed class OurDefinition : XmlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn) =>
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(absoluteUri.AbsolutePath == "/xmltv.dtd" ? Definition : ""));
    }
}
