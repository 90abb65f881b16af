using System.Globalization;
using System.Text;
using System.Xml;

namespace LiveView.Feeds.Tv;

/// <summary>
/// The guide as other programs read it: XMLTV, a day ahead. Times are whole seconds in UTC with their zone; the season and the episode count from
/// 0 in <c>xmltv_ns</c> and from 1 where people read them.
/// </summary>
internal static class XmlTv
{
    private const int Most = 2_000;

    public static string Write(string channel, string title, Playout playout, long instant)
    {
        var text = new StringBuilder(16_384);
        using (var xml = XmlWriter.Create(text, new() { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteDocType("tv", null, "xmltv.dtd", null);
            xml.WriteStartElement("tv");
            xml.WriteAttributeString("generator-info-name", "Live View");
            xml.WriteStartElement("channel");
            xml.WriteAttributeString("id", channel);
            xml.WriteElementString("display-name", title);
            xml.WriteEndElement();
            foreach (var slot in Slot.From(playout, instant).TakeWhile(slot => slot.Start < instant + Slot.Day).Take(Most))
                Write(xml, channel, slot);
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n"; // a writer into text would say UTF-16, which is not how it is sent
    }

    // In the order that the DTD wants.
    private static void Write(XmlWriter xml, string channel, Slot slot)
    {
        xml.WriteStartElement("programme");
        xml.WriteAttributeString("start", Time(slot.Start));
        xml.WriteAttributeString("stop", Time(slot.Stop));
        xml.WriteAttributeString("channel", channel);
        xml.WriteElementString("title", slot.Item.Series ?? slot.Item.Title);
        if ((slot.Item.Subtitle ?? (slot.Item.Series is null ? null : slot.Item.Title)) is { } subtitle)
            xml.WriteElementString("sub-title", subtitle);
        xml.WriteElementString("category", slot.Item.Series is null ? "movie" : "series");
        if (slot.Item is { Season: { } season, Episode: { } episode })
        {
            Number(xml, "onscreen", string.Create(CultureInfo.InvariantCulture, $"S{season} E{episode}"));
            Number(xml, "xmltv_ns", string.Create(CultureInfo.InvariantCulture, $"{season - 1}.{episode - 1}."));
        }

        xml.WriteEndElement();
    }

    private static void Number(XmlWriter xml, string system, string number)
    {
        xml.WriteStartElement("episode-num");
        xml.WriteAttributeString("system", system);
        xml.WriteString(number);
        xml.WriteEndElement();
    }

    private static string Time(long instant) => Instant.At(instant).ToString("yyyyMMddHHmmss '+0000'", CultureInfo.InvariantCulture);
}
