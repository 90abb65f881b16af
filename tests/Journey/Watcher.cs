using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Journey.Tests;

/// <summary>
/// A viewer of one tier that writes down everything it is shown: it joins, catches up, applies, and proves each state by its hash.
/// What would break the promise is a fault in <see cref="Faults"/>.
/// </summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly string _tier;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<long> _shown = [];
    private readonly List<string> _entries = [];
    private readonly List<string> _faults = [];
    private Position? _position;
    private byte[] _document = [];
    private string _hash = StateHash.Origin;
    private Task _watching = Task.CompletedTask;

    private Watcher(Uri address, string tier) => (_http, _tier) = (new() { BaseAddress = address }, tier);

    public static Watcher Start(Uri address, string tier)
    {
        var watcher = new Watcher(address, tier);
        watcher._watching = watcher.WatchAsync();
        return watcher;
    }

    public Position? Position => Locked(() => _position);

    public string Document => Locked(() => System.Text.Encoding.UTF8.GetString(_document));

    public string Hash => Locked(() => _hash);

    public IReadOnlyList<long> Shown => Locked<IReadOnlyList<long>>(() => [.. _shown]);

    public IReadOnlyList<string> Entries => Locked<IReadOnlyList<string>>(() => [.. _entries]);

    public IReadOnlyList<string> Faults => Locked<IReadOnlyList<string>>(() => [.. _faults]);

    /// <summary>How often it had to connect.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await ConnectAsync();
                await CatchUpAsync();
                while (await ReceiveAsync(socket) is { } message)
                    await TakeAsync(message);
            }
            catch (Exception cut) when (cut is HttpRequestException or WebSocketException or JsonException && !_stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _stop.Token); // the server is away for a moment
            }
        }
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        using var answer = await _http.PostAsJsonAsync("api/negotiate", new { tiers = new[] { _tier } }, _stop.Token);
        answer.EnsureSuccessStatusCode();
        var negotiated = await answer.Content.ReadFromJsonAsync<JsonElement>(_stop.Token);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("json.webpubsub.azure.v1");
        await socket.ConnectAsync(new(negotiated.GetProperty("url").GetString()!), _stop.Token);
        Connections++;
        return socket;
    }

    private async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var chunk = new byte[16_384];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(chunk.AsMemory(), _stop.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(chunk, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }

    private async Task TakeAsync(JsonElement message)
    {
        if (message.GetProperty("type").GetString() != "message")
            return;
        var update = message.GetProperty("data");
        var position = new Position(update.GetProperty("epoch").GetString()!, update.GetProperty("offset").GetInt64());
        if (_position is not { } here || position.Epoch != here.Epoch || position.Offset > here.Offset + 1)
            await CatchUpAsync();
        else if (position.Offset == here.Offset + 1)
            Apply(update);
    }

    private async Task CatchUpAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/tiers/{_tier}");
        if (_position is { } here)
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{here}\"");
        using var answer = await _http.SendAsync(request, _stop.Token);
        if (answer.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NotFound)
            return;
        answer.EnsureSuccessStatusCode();
        var caught = await answer.Content.ReadFromJsonAsync<JsonElement>(_stop.Token);
        switch (caught.GetProperty("answer").GetString())
        {
            case "updates":
                foreach (var update in caught.GetProperty("updates").EnumerateArray())
                    Apply(update);
                break;
            case "gap":
                Fault($"A gap was declared: {caught.GetProperty("missing")}.");
                Apply(caught.GetProperty("state"), whole: true);
                break;
            default:
                Apply(caught.GetProperty("state"), whole: true);
                break;
        }
    }

    private void Apply(JsonElement update, bool whole = false)
    {
        lock (_gate)
        {
            var position = new Position(update.GetProperty("epoch").GetString()!, update.GetProperty("offset").GetInt64());
            var hash = update.GetProperty("hash").GetString()!;
            if (!whole && position.Offset != (_position?.Offset ?? 0) + 1)
                _faults.Add($"{position} was to be shown after {_position}.");
            var data = JsonMarshal.GetRawUtf8Value(update.GetProperty("data")).ToArray();
            var kind = update.GetProperty("kind").GetString();
            if (kind == "events")
            {
                _hash = whole ? StateHash.Origin : _hash;
                foreach (var entry in update.GetProperty("data").EnumerateArray())
                {
                    _entries.Add(entry.GetRawText());
                    _hash = StateHash.Chain(_hash, JsonMarshal.GetRawUtf8Value(entry));
                }
            }
            else
            {
                _document = kind == "state" ? data : MergePatch.Apply(_document, data);
                _hash = StateHash.Of(_document);
            }

            if (_hash != hash)
                _faults.Add($"{position} hashes to {_hash}, not {hash}.");
            _position = position;
            _shown.Add(position.Offset);
        }
    }

    private void Fault(string fault)
    {
        lock (_gate)
            _faults.Add(fault);
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
