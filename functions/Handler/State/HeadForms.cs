using LiveView.Cloud.Tables;

namespace LiveView.Handler.State;

/// <summary>
/// The forms that a head's row has had. A row of an earlier form is lifted to the present one when it is read, and written in the present one with
/// the topic's next commit, so that nothing has to be migrated at once. A new form is written only one release after it can be read:
/// during a rolling update, and after a rollback, the release before reads what this one has written.
/// </summary>
internal static class HeadForms
{
    /// <summary>The form that is written.</summary>
    public const int Current = 1;

    /// <summary>The newest form that is read.</summary>
    private const int Newest = 2;

    // From a form to the next.
    private static readonly Dictionary<int, Action<TableEntity>> Lifts = new()
    {
        // 1 had no turns at first (decision 0007): a topic that nobody had a numbered say in.
        [1] = static row => row["Turns"] ??= "{}",
    };

    /// <summary>Lifts a row to the newest form.</summary>
    /// <exception cref="FormatException">The row was not written by us, or by a later version of us.</exception>
    public static TableEntity Lift(TableEntity row)
    {
        var form = row.GetInt32("Schema") ?? 0;
        if (form is < 1 or > Newest)
            throw new FormatException($"The head of {row.PartitionKey} has schema {form}; this version reads 1 to {Newest}.");
        for (; form < Newest; form++)
            Lifts[form](row);
        row["Schema"] = Newest;
        return row;
    }
}
