using LiveView.Local.PubSub;

namespace LiveView.Local.Tests.PubSub;

/// <summary>The cursor list of a connection against a plain model of it.</summary>
public sealed class PendingTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Whatever_is_pushed_comes_out_once_in_order_and_is_counted(int seed)
    {
        var dice = new Random(seed);
        var logs = Enumerable.Range(0, 3).Select(_ => new MessageLog()).ToArray();
        var pending = default(Pending);
        var model = new Queue<byte>();
        var ends = new Queue<long>();
        long pushed = 0, taken = 0;
        for (var step = 0; step < 20_000; step++)
        {
            if (dice.Next(3) > 0)
            {
                var body = new byte[dice.Next(1, 400)];
                dice.NextBytes(body);
                pending.Push(logs[dice.Next(10) < 8 ? 0 : dice.Next(3)].Append(new Encoded(ChunkKind.Data, [], body), expires: 0));
                foreach (var one in body) model.Enqueue(one);
                pushed += body.Length;
                ends.Enqueue(pushed);
            }
            else if (pending.Count > 0)
            {
                var first = pending.First;
                var count = dice.Next(1, first.Length + 1);
                foreach (var one in first.Span[..count]) Assert.Equal(model.Dequeue(), one);
                pending.Advance(count);
                taken += count;
                while (ends.Count > 0 && ends.Peek() <= taken) ends.Dequeue();
            }

            Assert.Equal((model.Count, ends.Count), (pending.Bytes, pending.Messages));
        }
    }

    [Fact]
    public void Neighbours_in_a_log_are_one_slice()
    {
        var log = new MessageLog();
        var pending = default(Pending);
        for (var i = 0; i < 10; i++) pending.Push(log.Append(new Encoded(ChunkKind.Data, [1], [2, 3]), expires: 0));
        Assert.Equal((1, 10, 30), (pending.Count, pending.Messages, pending.Bytes));
        Assert.Equal(10, pending.First.Each().Count());
        pending.CutAfter(4);
        Assert.Equal((1, 2, 4), (pending.Count, pending.Messages, pending.Bytes));
    }
}
