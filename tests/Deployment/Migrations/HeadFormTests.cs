using LiveView.Core.Flow;
using LiveView.Handler.State;
using LiveView.Package.Backups;

namespace LiveView.Deployment.Tests.Migrations;

/// <summary>
/// Rows that earlier versions wrote are read. They lie beside this file, as lines of a backup: one file a version that wrote another form,
/// named after its commit. They are never changed.
/// </summary>
public sealed class HeadFormTests
{
    public static TheoryData<string> Written => [.. Directory.EnumerateFiles(Repository.At("tests/Deployment/Migrations"), "*.jsonl").Select(static path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Written))]
    [Trait("Requirement", "95")]
    public void A_head_that_an_earlier_version_wrote_is_read(string file)
    {
        var lines = File.ReadAllLines(Repository.At($"tests/Deployment/Migrations/{file}"));
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var head = HeadRow.Read(RowJson.Read(line)).Head;
            Assert.NotEmpty(head.State.Documents);
            Assert.All(head.Tiers.Values, static tier => Assert.NotEmpty(tier.Hash));
            // Written anew and read again, it is the same, and no version between them is needed.
            var again = HeadRow.Read(HeadRow.Write(head, listedAs: null)).Head;
            Assert.Equal(head.Tiers, again.Tiers);
            Assert.Equal(Texts(head), Texts(again));
        }
    }

    [Fact]
    public void A_head_of_the_first_form_has_heard_nobody()
    {
        var row = RowJson.Read(File.ReadAllLines(Repository.At("tests/Deployment/Migrations/db6c289.jsonl"))[0]);
        Assert.Null(row.GetString("Turns"));
        Assert.Empty(HeadRow.Read(row).Head.Turns);
    }

    [Fact]
    public void A_head_of_a_later_version_is_refused_and_named()
    {
        var row = RowJson.Read(File.ReadAllLines(Repository.At("tests/Deployment/Migrations/db6c289.jsonl"))[0]);
        row["Schema"] = 99;
        Assert.Contains("99", Assert.Throws<FormatException>(() => HeadRow.Read(row)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(Head head) => head.State.Documents.Select(static document => $"{document.Key} {System.Text.Encoding.UTF8.GetString(document.Value.Span)}");
}
