using System.Net;
using LiveView.Handler.Ingest;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>Every number of the policy, to the millisecond of a clock that only the test moves.</summary>
[Trait("Requirement", "69")]
public sealed class ResilienceTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new(Start);
    private readonly ScriptedProvider _provider;
    private readonly HttpClient _http;
    private readonly ProviderClient _client;
    private ProviderState _state = new() { Name = "espn" };

    public ResilienceTests()
    {
        _provider = new(_time);
        _http = new(_provider) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new(_http, ProviderResilience.Build(_time, new EvenChance()), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _provider.Dispose();
    }

    [Fact]
    [Trait("Requirement", "19")]
    public async Task Three_retries_come_after_100_then_200_then_400_milliseconds()
    {
        var call = CallAsync();
        foreach (var wait in new[] { 100, 200, 400 })
            await PassAsync(TimeSpan.FromMilliseconds(wait));
        Assert.Equal(new Fetched.Unavailable("http_500"), await call);
        Assert.Equal([0, 100, 300, 700], Times());
    }

    [Fact]
    [Trait("Requirement", "19")]
    public async Task A_try_has_five_seconds_and_no_millisecond_more()
    {
        _provider.Answer = static _ => null;
        var call = CallAsync();
        foreach (var wait in new[] { 5_000, 100, 5_000, 200, 5_000, 400, 5_000 })
            await PassAsync(TimeSpan.FromMilliseconds(wait));
        Assert.Equal(new Fetched.Unavailable("timeout"), await call);
        Assert.Equal([0, 5_100, 10_300, 15_700], Times());
        Assert.Equal(Start.AddMilliseconds(20_700), _time.GetUtcNow());
    }

    [Fact]
    public void Jitter_moves_a_retry_by_a_fifth_at_the_most()
    {
        Assert.Equal([80, 160, 320], Enumerable.Range(0, 3).Select(static retry => ProviderResilience.Delay(retry, 0).TotalMilliseconds));
        Assert.Equal([120, 240, 480], Enumerable.Range(0, 3).Select(static retry => ProviderResilience.Delay(retry, 1).TotalMilliseconds));
    }

    [Fact]
    [Trait("Requirement", "22")]
    public async Task The_fifth_failure_in_a_row_opens_the_circuit_in_the_middle_of_a_call()
    {
        await FailAsync();
        Assert.Equal(4, _provider.Asked.Count);
        var call = CallAsync();
        await PassAsync(TimeSpan.FromMilliseconds(100)); // the wait for a retry that is not let through
        Assert.Equal(new Fetched.Unavailable("circuit"), await call);
        Assert.Equal([0, 100, 300, 700, 700], Times());
        Assert.Equal(Start.AddMilliseconds(30_700), _state.ClosedUntil);
    }

    [Fact]
    [Trait("Requirement", "22")]
    public async Task A_success_after_four_failures_begins_the_count_anew()
    {
        await FailAsync();
        _provider.Answer = static _ => Good();
        Assert.IsType<Fetched.Answered>(await CallAsync());
        _provider.Answer = static _ => new(HttpStatusCode.BadGateway);
        await FailAsync();
        Assert.Null(_state.ClosedUntil);
        Assert.Equal((9, 4), (_provider.Asked.Count, _state.Failures));
    }

    [Fact]
    [Trait("Requirement", "22")]
    public async Task A_success_within_a_call_begins_the_count_anew_too()
    {
        await FailAsync();
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.OK]);
        _provider.Answer = _ => answers.TryDequeue(out var status) ? new(status) { Content = new ByteArrayContent([]) } : new(HttpStatusCode.BadGateway);
        await CallAsync();
        await FailAsync();
        Assert.Null(_state.ClosedUntil);
    }

    [Fact]
    [Trait("Requirement", "22")]
    public async Task Half_a_minute_later_to_the_millisecond_one_try_is_let_through()
    {
        await FailAsync();
        var call = CallAsync();
        await PassAsync(TimeSpan.FromMilliseconds(100));
        await call;
        var opened = _state.ClosedUntil!.Value;
        _time.Advance(opened - _time.GetUtcNow() - Blink);
        Assert.IsType<Entry.Closed>(_state.Enter(_time.GetUtcNow(), 600));
        _time.Advance(Blink);
        var probe = CallAsync();
        await PassAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(new Fetched.Unavailable("circuit"), await probe);
        Assert.Equal(6, _provider.Asked.Count);
        Assert.Equal(opened + TimeSpan.FromSeconds(30), _state.ClosedUntil);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [Trait("Requirement", "108")]
    public async Task What_another_try_cannot_change_is_not_tried_again_and_opens_nothing(HttpStatusCode status)
    {
        _provider.Answer = _ => new(status);
        for (var i = 0; i < 6; i++)
            Assert.IsType<Fetched.Refused>(await CallAsync());
        Assert.Equal((6, 0), (_provider.Asked.Count, _state.Failures));
    }

    [Fact]
    public async Task Who_asks_for_time_with_a_date_or_a_number_is_not_asked_again_at_once()
    {
        _provider.Answer = _ => Later(new(TimeSpan.FromSeconds(90)));
        Assert.Equal(new Fetched.Unavailable("http_503", TimeSpan.FromSeconds(90)), await CallAsync());
        _provider.Answer = _ => Later(new(Start.AddSeconds(45)));
        Assert.Equal(new Fetched.Unavailable("http_503", TimeSpan.FromSeconds(45)), await CallAsync());
        Assert.Equal(2, _provider.Asked.Count);
    }

    private static HttpResponseMessage Good() => new(HttpStatusCode.OK) { Content = new ByteArrayContent("{}"u8.ToArray()) };

    private static HttpResponseMessage Later(System.Net.Http.Headers.RetryConditionHeaderValue when)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter = when;
        return answer;
    }

    private double[] Times() => [.. _provider.Asked.Select(static at => (at - Start).TotalMilliseconds)];

    // One call with its four tries, all of which fail.
    private async Task FailAsync()
    {
        var call = CallAsync();
        foreach (var wait in new[] { 100, 200, 400 })
            await PassAsync(TimeSpan.FromMilliseconds(wait));
        await call;
    }

    private async Task<Fetched> CallAsync()
    {
        var entry = Assert.IsType<Entry.Open>(_state.Enter(_time.GetUtcNow(), 600));
        var fetched = await _client.Through(entry.Passage).GetAsync(new("http://provider/board"), "LiveView/1.0", null, 1_000, Token);
        _state = entry.State.Left(entry.Passage, fetched is Fetched.Answered, null, _time.GetUtcNow());
        return fetched;
    }

    // Until the policy waits; then nothing happens a millisecond before, and something does at the millisecond.
    private async Task PassAsync(TimeSpan wait)
    {
        await Eventually.Until("the policy waits", () => _time.NextDue == _time.GetUtcNow() + wait, Token);
        _time.Advance(wait - Blink);
        Assert.Equal(_time.GetUtcNow() + Blink, _time.NextDue);
        _time.Advance(Blink);
    }
}
