using System.Net.Http.Json;
using System.Text.Json;

namespace LiveView.Benchmarks.Soak;

/// <summary>Viewers who look at something that moves, stay for a while and go; the next time it is something else.</summary>
internal sealed class Guestbook(Uri server, HttpClient http)
{
    private static readonly (string Feed, string Tier)[] Feeds = [("sports", "score"), ("sports", "events"), ("game", "tick"), ("game", "ticks"), ("market", "market")];

    private long _visits;
    private long _changes;
    private long _faults;
    private long _refused;

    public long Visits => Interlocked.Read(ref _visits);

    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Times that nothing was to be had.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public long Faults => Interlocked.Read(ref _faults);

    public async Task ComeAndGoAsync(int guest, TimeSpan stay, CancellationToken token)
    {
        var visit = guest;
        while (!token.IsCancellationRequested)
        {
            var (feed, tier) = Feeds[++visit % Feeds.Length];
            using var answer = await http.GetAsync(new Uri($"api/topics?feed={feed}&recent=10", UriKind.Relative), CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(stay, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            string[] topics = [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("topics").EnumerateArray().Select(static topic => topic.GetProperty("topic").GetString()!)];
            await using var witness = topics.Length > 0 ? Witness.Of(server, $"{topics[visit % topics.Length]}/{tier}") : null;
            await Task.Delay(stay, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref _visits);
            Interlocked.Add(ref _changes, witness?.Changes ?? 0);
            Interlocked.Add(ref _faults, witness?.Faults ?? 0);
        }
    }
}
