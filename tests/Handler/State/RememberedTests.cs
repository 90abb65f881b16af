using LiveView.Handler.State;

namespace LiveView.Handler.Tests.State;

/// <summary>Many who want the same read it once; a failure is theirs alone, and memory has a bound.</summary>
public sealed class RememberedTests
{
    private readonly TaskCompletionSource<string> _store = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _evicted;
    private int _reads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_read_once_and_later_ones_not_at_all()
    {
        var values = Values(100);
        var asking = Enumerable.Range(0, 1_000).Select(_ => values.GetAsync("a", ReadAsync, Token)).ToList();
        _store.SetResult("what is there");
        Assert.All(await Task.WhenAll(asking), static value => Assert.Equal("what is there", value));
        Assert.Equal("what is there", await values.GetAsync("a", ReadAsync, Token));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task One_who_leaves_takes_nobody_along()
    {
        var values = Values(100);
        using var leaves = new CancellationTokenSource();
        var (one, other) = (values.GetAsync("a", ReadAsync, leaves.Token), values.GetAsync("a", ReadAsync, Token));
        await leaves.CancelAsync();
        await Task.WhenAny(one);
        Assert.True(one.IsCanceled);
        _store.SetResult("x");
        Assert.Equal("x", await other);
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_those_who_waited_and_the_next_reads_anew()
    {
        var values = Values(100);
        var waiting = new[] { values.GetAsync("a", ReadAsync, Token), values.GetAsync("a", ReadAsync, Token) };
        _store.SetException(new IOException("The store is away."));
        await Task.WhenAny(Task.WhenAll(waiting));
        Assert.All(waiting, static one => Assert.IsType<IOException>(one.Exception?.InnerException));
        Assert.Equal("back", await values.GetAsync("a", static () => Task.FromResult("back"), Token));
    }

    [Fact]
    public async Task What_may_still_change_is_not_kept()
    {
        var values = Values(100);
        Assert.Equal("", await values.GetAsync("a", static () => Task.FromResult(""), Token));
        Assert.Equal("now", await values.GetAsync("a", static () => Task.FromResult("now"), Token));
    }

    [Fact]
    public async Task What_was_longest_unused_goes_when_the_bound_is_reached_and_is_counted()
    {
        var values = Values(10);
        foreach (var key in new[] { "a", "b", "a", "c" })
            await values.GetAsync(key, static () => Task.FromResult("1234"), Token);
        Assert.Equal((1, 8L), (_evicted, values.Weight));
        Assert.Equal("1234", await values.GetAsync("a", ReadAsync, Token));
        Assert.Equal("new", await values.GetAsync("b", static () => Task.FromResult("new"), Token));
        for (var i = 0; i < 1_000; i++)
            await values.GetAsync($"{i}", static () => Task.FromResult("1234"), Token);
        Assert.InRange(values.Weight, 1, 10);
    }

    private Remembered<string, string> Values(int capacity) => new(capacity, static value => value.Length, () => _evicted++);

    private Task<string> ReadAsync()
    {
        _reads++;
        return _store.Task.WaitAsync(Token);
    }
}
