using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>The page of the requirements is complete, and it agrees with the tests.</summary>
public sealed partial class RequirementTests
{
    [Fact]
    public void Every_row_is_met_open_or_not_a_goal()
    {
        var page = Repository.Read("docs/requirements.md");
        var placed = First.Matches(page).Concat(Open.Matches(page[page.IndexOf("## Open", StringComparison.Ordinal)..]))
            .SelectMany(static match => Number.Matches(match.Groups["rows"].Value))
            .Select(static number => int.Parse(number.Value, CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, 175), placed.Distinct().Order());
    }

    [Fact]
    public void A_row_that_a_test_names_is_said_to_be_met()
    {
        var page = Repository.Read("docs/requirements.md");
        var met = First.Matches(page[..page.IndexOf("## Not goals", StringComparison.Ordinal)]).Select(static match => match.Groups["rows"].Value).ToHashSet(StringComparer.Ordinal);
        var named = Repository.Files("tests", "*.cs").SelectMany(static path => Trait.Matches(File.ReadAllText(path))).Select(static match => match.Groups["row"].Value);
        Assert.Subset(met, named.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_test_that_a_page_names_is_there()
    {
        var sources = Repository.Files("tests", "*.cs").Select(File.ReadAllText).ToList();
        var missing = from page in Repository.Files("docs", "*.md")
                      from cited in Cited.Matches(File.ReadAllText(page))
                      let kind = $"class {cited.Groups["class"].Value}"
                      let name = $" {cited.Groups["name"].Value.TrimEnd('_')}"
                      where !sources.Exists(source => source.Contains(kind, StringComparison.Ordinal) && source.Contains(name, StringComparison.Ordinal))
                      select $"{page}: {cited.Value}";
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\b(?<class>[A-Z]\w+(Tests|Contract))\.(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Cited { get; }

    // A table of met rows and of what is no goal begins each line with the row; the table of what is open begins with the issue.
    [GeneratedRegex(@"^\| (?<rows>\d+) \| [^|\n]*[a-z]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex First { get; }

    [GeneratedRegex(@"^\| [\d, ]+ \| (?<rows>[\d, ]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Open { get; }

    [GeneratedRegex(@"\d+", RegexOptions.None, 1_000)]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"Trait\(""Requirement"", ""(?<row>\d+)""\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Trait { get; }
}
