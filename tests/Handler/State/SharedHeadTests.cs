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
        _ = head.AskAsync(isNew: false, Token);
        Assert.Single(_looks);
        _time.Advance(TimeSpan.FromSeconds(2));
        _ = head.AskAsync(isNew: false, Token);
        Assert.Equal(2, _looks.Count);
    }

    [Fact]
    public async Task A_look_that_is_under_way_is_not_shared()
    {
        var head = Head();
        var first = head.AskAsync(isNew: false, Token);
        var late = head.AskAsync(isNew: false, Token);
        _looks[0].SetResult(null);
        await first;
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(2, _looks.Count);
        var later = head.AskAsync(isNew: false, Token);
        _looks[1].SetResult(null);
        await late;
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task Ten_thousand_who_come_within_ten_seconds_look_four_times_or_five()
    {
        var head = Head();
        List<Task> asking = [];
        for (var i = 0; i < 10_000; i++)
        {
            asking.Add(head.AskAsync(isNew: false, Token));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _looks[^1].TrySetResult(null);
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        _looks[^1].TrySetResult(null);
        await Task.WhenAll(asking);
        Assert.InRange(_looks.Count, 4, 7);
    }

    [Fact]
    public async Task The_stragglers_of_a_crowd_wait_for_each_other_as_long_as_a_backoff_goes()
    {
        var head = Head();
        List<Task> asking = [];
        for (var i = 0; i < 1_000; i++)
            asking.Add(head.AskAsync(isNew: false, Token));
        for (var i = 0; i < 100; i++, _time.Advance(TimeSpan.FromMilliseconds(250)))
        {
            asking.Add(head.AskAsync(isNew: false, Token));
            _looks[^1].TrySetResult(null);
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        _looks.ForEach(static look => look.TrySetResult(null));
        await Task.WhenAll(asking);
        Assert.InRange(_looks.Count, 9, 12); // 25 s
        var alone = _looks.Count;
        _time.Advance(TimeSpan.FromSeconds(5));
        _ = head.AskAsync(isNew: false, Token);
        Assert.Equal(alone + 1, _looks.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        _ = head.AskAsync(isNew: false, Token);
        Assert.Equal(alone + 2, _looks.Count);
    }

    [Fact]
    public async Task Who_is_new_waits_a_sixth_of_a_second_at_most_and_takes_along_those_who_come_back()
    {
        var head = Head();
        for (var i = 0; i < 1_000; i++)
            _ = head.AskAsync(isNew: false, Token);
        _time.Advance(TimeSpan.FromMilliseconds(20)); // the crowd's look leaves
        var looks = _looks.Count;
        var back = head.AskAsync(isNew: false, Token);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        var isNew = head.AskAsync(isNew: true, Token);
        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(looks, _looks.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(looks + 1, _looks.Count);
        _looks[^1].SetResult(null);
        await Task.WhenAll(back, isNew);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(looks + 1, _looks.Count); // the look that it would have waited for is not made
    }

    [Fact]
    public async Task A_few_wait_a_little()
    {
        var head = Head();
        List<Task<StoredHead?>> asking = [.. Enumerable.Range(0, 5).Select(_ => head.AskAsync(isNew: false, Token))];
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(2, _looks.Count);
        _looks.ForEach(static look => look.SetResult(null));
        await Task.WhenAll(asking);
    }

    [Fact]
    public async Task A_look_that_fails_fails_for_those_who_waited_and_the_next_looks_anew()
    {
        var head = Head();
        var (first, second) = (head.AskAsync(isNew: false, Token), head.AskAsync(isNew: false, Token));
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
        _ = head.AskAsync(isNew: false, Token);
        using var leaves = new CancellationTokenSource();
        var (one, other) = (head.AskAsync(isNew: false, leaves.Token), head.AskAsync(isNew: false, Token));
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
