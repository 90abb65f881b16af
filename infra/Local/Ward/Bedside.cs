using System.Net.Http.Headers;
using System.Text;

namespace LiveView.Local.Ward;

/// <summary>
/// A ward of four beds on this machine, whose devices push to the handler every second. Before the first push a nurse becomes a member of each
/// patient's care team, so that somebody may look.
/// </summary>
internal sealed partial class Bedside : IAsyncDisposable
{
    /// <summary>Who cares for the patients of the ward.</summary>
    public const string Nurse = "nurse-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Bed[] _beds;
    private readonly HttpClient _http;
    private readonly SignIn _signIn;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private Task _living = Task.CompletedTask;

    private Bedside(Uri functions, SignIn signIn, int seed, TimeProvider time, ILoggerFactory logs)
    {
        (_http, _signIn, _time, _log) = (new() { BaseAddress = functions, Timeout = Patience }, signIn, time, logs.CreateLogger<Bedside>());
        _beds = [new("p-1042", BedKind.Steady, seed), new("p-1043", BedKind.Failing, seed + 1), new("p-1044", BedKind.Camera, seed + 2), new("p-1045", BedKind.Fhir, seed + 3)];
    }

    /// <summary>Pushes that were not taken; the next second's heals them.</summary>
    public int Lost { get; private set; }

    /// <summary>Begins to live, until it is disposed.</summary>
    public static Bedside Start(Uri functions, SignIn signIn, int seed, ILoggerFactory logs)
    {
        var ward = new Bedside(functions, signIn, seed, TimeProvider.System, logs);
        ward._living = ward.LiveAsync();
        Log.Started(ward._log, ward._beds.Length);
        return ward;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // the loop is ours: Start began it
        await _living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task LiveAsync()
    {
        foreach (var bed in _beds)
            await SendAsync(HttpMethod.Put, $"api/patients/{bed.Patient}/team/{Nurse}?role=nurse", null, null, _signIn.Token("ward", "admin"));
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        var second = 0;
        while (await seconds.WaitForNextTickAsync(_stop.Token))
        {
            foreach (var bed in _beds)
            {
                foreach (var (type, body) in bed.Push(second, _time.GetUtcNow()))
                    Lost += await SendAsync(HttpMethod.Post, $"api/push/patients/{bed.Patient}", type, body, null) ? 0 : 1;
            }

            second++;
        }
    }

    private async Task<bool> SendAsync(HttpMethod method, string path, string? type, string? body, string? bearer)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type!)) }; // a body has a type
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        try
        {
            using var answer = await _http.SendAsync(request, _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9910, LogLevel.Information, "A simulated ward of {Beds} beds pushes every second.")]
        public static partial void Started(ILogger logger, int beds);
    }
}
