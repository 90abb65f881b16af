using System.Collections.Concurrent;
using System.Text.Json;

namespace LiveView.Handler.Doors.Identity;

/// <summary>
/// The published keys of trusted issuers, fetched when first asked for and again after 12 hours, or for a key that is not known, at most
/// every 5 minutes: a stranger who makes up key names must not make us call the issuer. While an issuer is away its last keys hold; while there are
/// none it is asked every 5 seconds. A question belongs to all who need its answer: who leaves does not end it.
/// </summary>
internal sealed partial class IssuerKeys(HttpClient http, TimeProvider time, ILogger<IssuerKeys> log) : IDisposable
{
    private const int MaxBytes = 256_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Known> _issuers = new(StringComparer.Ordinal);

    /// <summary>The keys of an issuer; null when they were never to be had.</summary>
    public async ValueTask<IReadOnlyList<TokenKey>?> FindAsync(string issuer, string? keyId, CancellationToken token)
    {
        var known = _issuers.GetOrAdd(issuer, static _ => new());
        if (!known.IsDue(keyId, time))
            return known.Keys;
        if (!await known.Turn.WaitAsync(TimeSpan.Zero, token))
        {
            if (known.Keys is { } held && (keyId is null || held.Any(key => key.Id == keyId)))
                return held; // somebody asks for new ones already
            await known.Turn.WaitAsync(token);
        }

        try
        {
            if (known.IsDue(keyId, time))
            {
                try
                {
                    // Keys that are replaced are not disposed of: somebody may be verifying with them, and the collector knows when not.
                    known.Keys = await FetchAsync(issuer) ?? known.Keys;
                }
                finally
                {
                    known.Asked = time.GetTimestamp(); // once it has answered: who comes until then waits with us, and is not told that it is away
                }
            }

            return known.Keys;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        foreach (var known in _issuers.Values)
            known.Turn.Dispose();
    }

    private async Task<IReadOnlyList<TokenKey>?> FetchAsync(string issuer)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            using var configuration = JsonDocument.Parse(await GetAsync(new($"{issuer.TrimEnd('/')}/.well-known/openid-configuration"), deadline.Token));
            var root = configuration.RootElement;
            // The page must speak for the issuer whose keys we want (OpenID Connect Discovery §4.3).
            if (root.GetProperty("issuer"u8).GetString() != issuer)
                throw new JsonException("The configuration names another issuer.");
            return JsonWebKeys.Read(await GetAsync(new(root.GetProperty("jwks_uri"u8).GetString()!), deadline.Token));
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException or ArgumentNullException
            or OperationCanceledException)
        {
            Log.Away(log, away, issuer);
            return null;
        }
    }

    private async Task<byte[]> GetAsync(Uri address, CancellationToken token)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, token);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(token);
        using var read = new MemoryStream();
        var piece = new byte[8_192];
        while (await body.ReadAsync(piece, token) is > 0 and var count)
        {
            if (read.Length + count > MaxBytes)
                throw new JsonException("The page is larger than any key set.");
            await read.WriteAsync(piece.AsMemory(0, count), token);
        }

        return read.ToArray();
    }

    private sealed class Known
    {
        private const long Never = long.MinValue;

        private IReadOnlyList<TokenKey>? _keys;
        private long _asked = Never;

        public SemaphoreSlim Turn { get; } = new(1);

        public IReadOnlyList<TokenKey>? Keys { get => Volatile.Read(ref _keys); set => Volatile.Write(ref _keys, value); }

        /// <summary>When it answered last, or failed to, as a timestamp.</summary>
        public long Asked { get => Volatile.Read(ref _asked); set => Volatile.Write(ref _asked, value); }

        public bool IsDue(string? keyId, TimeProvider time)
        {
            var (asked, keys) = (Asked, Keys);
            if (asked == Never)
                return true;
            var age = time.GetElapsedTime(asked);
            if (keys is null)
                return age >= Again;
            var isStranger = keyId is not null && keys.All(key => key.Id != keyId);
            return age >= Lifetime || (isStranger && age >= Pause);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7110, LogLevel.Warning, "The keys of the issuer {Issuer} cannot be had; its last ones hold.")]
        public static partial void Away(ILogger logger, Exception away, string issuer);
    }
}
