using System.Globalization;

namespace LiveView.Local.Cost;

/// <summary>The bill as a person reads it.</summary>
internal static class CostReport
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    public static void Write(TextWriter output, Prices prices, Meter meter, double hours, int viewers)
    {
        var sent = meter.Sent;
        var bill = Bill.Of(prices, meter, sent, hours, viewers);
        output.WriteLine(Text($"{hours:0.##} h at {viewers:N0} viewers; measured for {meter.Elapsed.TotalMinutes:0.0} min and scaled. {prices.Currency}, list prices."));
        output.WriteLine();
        foreach (var line in bill.Lines)
            output.WriteLine(Text($"  {line.What,-38}{line.Quantity,18:N0}{line.Price,12:0.0000}"));
        output.WriteLine(Text($"  {"total",-38}{"",18}{bill.Total,12:0.0000}"));
        output.WriteLine(Text($"  {"a viewer and hour",-38}{"",18}{bill.Total / viewers / (decimal)hours,12:0.00000000}"));
        output.WriteLine();
        output.WriteLine("  feed      tier        updates   bytes a frame   viewers a group   messages of 2 KB         cost");
        foreach (var tier in bill.Tiers)
            output.WriteLine(Text($"  {tier.Feed,-10}{tier.Tier,-10}{tier.Updates,9:N0}{tier.FrameBytes,16:N0}{tier.Audience,18:N0}{tier.Messages,19:N0}{tier.Price,13:0.0000}"));
        output.WriteLine();
        output.WriteLine("  functions       executions    billed seconds");
        foreach (var function in meter.Executions.GroupBy(static one => one.Function, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
            output.WriteLine(Text($"  {function.Key,-14}{function.Count() * hours / meter.Elapsed.TotalHours,12:N0}{Execution.Billed(function).TotalSeconds * hours / meter.Elapsed.TotalHours,18:N0}"));
        output.WriteLine();
        output.WriteLine("  what if                     messages of 2 KB    over allowance        total");
        foreach (var (what, other) in new[] { ("as it is", bill), ("deltas off", Bill.Of(prices, meter, WhatIf.DeltasOff(sent), hours, viewers)), ("500 ms conflation", Bill.Of(prices, meter, WhatIf.Conflated(sent, Window, TimeProvider.System), hours, viewers)) })
            output.WriteLine(Text($"  {what,-24}{other.Messages,20:N0}{other.Lines[1].Quantity,18:N0}{other.Total,13:0.0000}"));
    }

    /// <summary>What other numbers of viewers would need: docs/capacity.md.</summary>
    public static void WriteCapacity(TextWriter output, Prices prices, Meter meter, double hours)
    {
        output.WriteLine();
        output.WriteLine("  viewers       units   messages/s out   Mbit/s out   requests/s        an hour   a viewer and hour");
        foreach (var viewers in new[] { 1_000, 10_000, 100_000, 1_000_000 })
        {
            var bill = Bill.Of(prices, meter, meter.Sent, hours, viewers);
            var (messages, asked) = (bill.Messages / hours / 3_600, bill.Lines[2].Quantity / hours / 3_600);
            output.WriteLine(Text(
                $"  {viewers,-12:N0}{bill.Lines[0].Quantity,7:N0}{messages,17:N0}{messages * prices.PubSub.MessageBytes * 8 / 1e6,13:N1}{asked,13:N1}{bill.Total / (decimal)hours,15:N4}{bill.Total / viewers / (decimal)hours,20:0.00000000}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
