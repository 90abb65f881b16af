using LiveView.Handler.State;
using LiveView.Testing;

namespace LiveView.Handler.Tests.State;

/// <summary>A crowd looks at a head together, and nobody is told one that was read before it asked.</summary>
public sealed class SharedHeadTests
{
    private readonly ManualTime _time = new(new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero));
    private readonly List<TaskCompletionSource<StoredHead?>> _looks = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void One_who_comes_alone_looks_at_once()
    {
        var head = Head();
        _ = head.AskAsync(Token);
        Assert.Single(_looks);
        _time.Advance(TimeSpan.FromSeconds(2));
        _ = head.AskAsync(Token);
        Assert.Equal(2, _looks.Count);
    }

    [Fact]
    public async Task A_look_that_is_under_way_is_not_shared()
    {
        var head = Head();
        var first = head.AskAsync(Token);
        var late = head.AskAsync(Token);
        _looks[0].SetResult(null);
        await first;
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(2, _looks.Count);
        var later = head.AskAsync(Token);
        _looks[1].SetResult(null);
        await late;
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task Ten_thousand_who_come_within_ten_seconds_look_a_dozen_times()
    {
        var head = Head();
        List<Task> asking = [];
        for (var i = 0; i < 10_000; i++)
        {
            asking.Add(head.AskAsync(Token));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _looks[^1].TrySetResult(null);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        _looks[^1].TrySetResult(null);
        await Task.WhenAll(asking);
        Assert.InRange(_looks.Count, 10, 25);
    }

    [Fact]
    public async Task A_few_wait_a_little()
    {
        var head = Head();
        List<Task<StoredHead?>> asking = [.. Enumerable.Range(0, 5).Select(_ => head.AskAsync(Token))];
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(2, _looks.Count);
        _looks.ForEach(static look => look.SetResult(null));
        await Task.WhenAll(asking);
    }

    [Fact]
    public async Task A_look_that_fails_fails_for_those_who_waited_and_the_next_looks_anew()
    {
        var head = Head();
        var (first, second) = (head.AskAsync(Token), head.AskAsync(Token));
        _looks[0].SetException(new IOException("The store is away."));
        await Task.WhenAny(first);
        Assert.IsType<IOException>(first.Exception?.InnerException);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        _looks[1].SetResult(null);
        Assert.Null(await second);
    }

    [Fact]
    public async Task One_who_leaves_takes_nobody_along()
    {
        var head = Head();
        _ = head.AskAsync(Token);
        using var leaves = new CancellationTokenSource();
        var (one, other) = (head.AskAsync(leaves.Token), head.AskAsync(Token));
        await leaves.CancelAsync();
        await Task.WhenAny(one);
        Assert.True(one.IsCanceled);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        _looks[1].SetResult(null);
        Assert.Null(await other);
    }

    private SharedHead Head() => new(LookAsync, _time);

    private Task<StoredHead?> LookAsync()
    {
        _looks.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _looks[^1].Task.WaitAsync(Token);
    }
}
