namespace LiveView.Cloud.Tables;

/// <summary>What happens to properties that the given row does not have.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}
