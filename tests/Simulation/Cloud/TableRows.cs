using LiveView.Cloud.Tables;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>A row as a client writes it.</summary>
internal static class TableRows
{
    public static byte[] Write(TableEntity row) => TableJson.Write(row).ToArray();
}
