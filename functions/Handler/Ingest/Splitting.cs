using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>What a feed makes of an answer, whatever is in it: a reader that fails on it refuses it, and the bytes are kept to mend the reader.</summary>
internal static class Splitting
{
#pragma warning disable CA1031 // the exception is reported as the rejection Fault, with its type; the fold does the same
    public static Split Of(IFeed feed, ProviderAnswer answer, SplitMemory? memory)
    {
        try
        {
            return feed.Split(answer, memory);
        }
        catch (Exception defect)
        {
            return new() { Memory = memory, IsRefused = true, Refusals = [new(Rejection.Fault, $"The feed's reader failed: {defect.GetType().Name}.", answer.Body)] };
        }
    }
#pragma warning restore CA1031
}
