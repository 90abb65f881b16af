using System.Xml.Linq;

namespace LiveView.Architecture.Tests;

/// <summary>The arrows between the rooms, and no others.</summary>
public sealed class ArrowTests
{
    [Theory]
    [InlineData("functions/Core/Core.csproj", "")]
    [InlineData("functions/Feeds/Feeds.csproj", "Core")]
    [InlineData("functions/Viewer/Viewer.csproj", "Core")]
    [InlineData("functions/Client/Client.csproj", "Core Viewer")]
    [InlineData("functions/Handler/Handler.csproj", "Cloud Core Feeds")]
    [InlineData("infra/Cloud/Cloud.csproj", "")]
    [InlineData("infra/Connector/Connector.csproj", "Cloud Core Feeds")]
    [InlineData("infra/Local/Local.csproj", "")]
    [InlineData("infra/Package/Package.csproj", "Cloud")]
    public void A_room_refers_only_to_the_rooms_it_may(string project, string rooms) =>
        Assert.Equal(
            rooms.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            References(project, "ProjectReference").Where(static reference => !IsBuildOnly(reference)).Select(Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("functions/Core/Core.csproj")]
    [InlineData("functions/Feeds/Feeds.csproj")]
    [InlineData("functions/Viewer/Viewer.csproj")]
    public void The_pure_rooms_need_no_package(string project) => Assert.Empty(References(project, "PackageReference"));

    [Fact]
    public void The_pure_rooms_are_compiled_with_the_list_of_what_is_not_pure()
    {
        foreach (var project in new[] { "functions/Core/Core.csproj", "functions/Feeds/Feeds.csproj", "functions/Viewer/Viewer.csproj" })
            Assert.Contains("BannedSymbols.Pure.txt", Repository.Read(project), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Serverless.sln");
        foreach (var project in Repository.Files(".", "*.csproj"))
            Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal);
    }

    private static List<XElement> References(string project, string kind) =>
        [.. XDocument.Parse(Repository.Read(project)).Descendants(kind)];

    private static bool IsBuildOnly(XElement reference) => (string?)reference.Attribute("ReferenceOutputAssembly") == "false";

    private static string Name(XElement reference) => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);
}
