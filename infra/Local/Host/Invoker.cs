using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace LiveView.Local.Host;

/// <summary>
/// Calls functions by the custom-handler protocol: one POST for a try, the same invocation id for all tries of one execution, and a
/// process killed and replaced two seconds after a call overran the function timeout.
/// </summary>
internal sealed partial class Invoker : IDisposable
{
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly Handler _handler;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Action<string, long>? _executed;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _killed = new();
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.OrdinalIgnoreCase);
    private int _outstanding;
    private int _retrying;

    public Invoker(Handler handler, HostJson host, FunctionHostOptions options)
    {
        (_handler, _time, _random, _executed) = (handler, options.Time, options.Random, options.Executed);
        _logger = options.Logs.CreateLogger<Invoker>();
        _timeout = host.FunctionTimeout ?? Timeout.InfiniteTimeSpan;
        _http = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = host.CustomHandler?.EnableForwardingHttpRequest != true,
        })
        {
            Timeout = host.FunctionTimeout is { } limit ? limit + TimeSpan.FromMinutes(1) : Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Add("X-Azure-Functions-HostVersion", HostVersion.Number);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd($"Azure-Functions-Host/{HostVersion.Number}");
    }

    /// <summary>Executions that are running, those that wait for a retry included.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Executions of one function that are running.</summary>
    public int Running(string function) => _running.GetValueOrDefault(function);

    /// <summary>Tries of all functions that failed, since the start.</summary>
    public long AllFailures => _failures.Values.Sum();

    /// <summary>Tries of one function that failed, since the start.</summary>
    public long Failures(string function) => _failures.GetValueOrDefault(function);

    /// <summary>Executions that are at a second or later try.</summary>
    public int Retrying => Volatile.Read(ref _retrying);

    /// <summary>One triggered execution with all its tries.</summary>
    /// <param name="function">The function to call.</param>
    /// <param name="build">Makes the envelope of a try; what it throws is a binding failure, and fails the try.</param>
    /// <param name="token">The function's own token: it ends retries. A call under way is not told, as in the cloud.</param>
    public async Task<Outcome> ExecuteAsync(FunctionManifest function, Func<Envelope, Envelope> build, CancellationToken token)
    {
        var id = Guid.CreateVersion7(_time.GetUtcNow());
        var retry = 0;
        Interlocked.Increment(ref _outstanding);
        _running.AddOrUpdate(function.Name, 1, static (_, running) => running + 1);
        try
        {
            Exception? fault = null;
            while (true)
            {
                try
                {
                    await TryAsync(function, id, build, retry, fault, token);
                    return Outcome.Succeeded;
                }
                catch (InvocationFailedException failed)
                {
                    fault = failed;
                    _failures.AddOrUpdate(function.Name, 1, static (_, failures) => failures + 1);
                    Log.Failed(_logger, function.Name, id, retry, failed.Message);
                }
                if (function.Retry is not { } policy || !policy.Allows(retry + 1))
                    return token.IsCancellationRequested ? Outcome.Cancelled : Outcome.Failed;
                if (++retry == 1)
                    Interlocked.Increment(ref _retrying);
                await Task.Delay(policy.Delay(retry, _random), _time, token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested || _killed.IsCancellationRequested)
        {
            return Outcome.Cancelled;
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
            _running.AddOrUpdate(function.Name, 0, static (_, running) => running - 1);
            if (retry > 0)
                Interlocked.Decrement(ref _retrying);
        }
    }

    /// <summary>An execution that nobody waits for: its outcome is in the log, its end at the latest when the handler is killed.</summary>
    public void ExecuteUnattended(FunctionManifest function, Func<Envelope, Envelope> build) =>
        _ = ExecuteAsync(function, build, _killed.Token);

    /// <summary>Lets go of every call that still waits; the handler is being killed.</summary>
    public void Abandon() => _killed.Cancel();

    public void Dispose()
    {
        _http.Dispose();
        _killed.Dispose();
    }

    private async Task TryAsync(FunctionManifest function, Guid id, Func<Envelope, Envelope> build, int retry, Exception? fault, CancellationToken token)
    {
        string json;
        try
        {
            var envelope = build(new(function.Name, _time));
            json = (function.Retry is { } policy ? envelope.Retrying(policy, retry, fault) : envelope).ToJson();
        }
        catch (Newtonsoft.Json.JsonException unbound)
        {
            throw new InvocationFailedException($"Exception binding parameter: {unbound.Message}", unbound);
        }

        var process = await ReadyAsync(token);
        var call = PostAsync(process, function.Name, id, json);
        try
        {
            await call.WaitAsync(_timeout, _time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Log.TimedOut(_logger, function.Name, id, _timeout);
            await Task.Delay(TimeoutGrace, _time, _killed.Token);
            _handler.Replace(process);
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvocationFailedException($"Timeout value of {_timeout} was exceeded by function: Functions.{function.Name}");
        }
    }

    private async Task<HandlerProcess> ReadyAsync(CancellationToken token)
    {
        try
        {
            return await _handler.ReadyAsync(token);
        }
        catch (Exception fault) when (fault is TimeoutException or HandlerFailedException or HostConfigurationException)
        {
            throw new InvocationFailedException($"The handler is not there: {fault.Message}", fault);
        }
    }

    private async Task PostAsync(HandlerProcess process, string function, Guid id, string json)
    {
        var started = _time.GetTimestamp();
        using var activity = new Activity("Invoke").Start(); // so that a traceparent travels, as it normally does
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Address, function));
        request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
        request.Headers.TransferEncodingChunked = true; // the real host never sends a length
        request.Headers.Add("X-Azure-Functions-InvocationId", id.ToString("D"));
        try
        {
            using var response = await _http.SendAsync(request, _killed.Token);
            var body = await response.Content.ReadAsStringAsync(_killed.Token);
            if (Answer.Judge((int)response.StatusCode, response.Content.Headers.ContentType, body) is not { } logs)
            {
                Log.Empty(_logger, function, id, (int)response.StatusCode);
                // Nothing completes the invocation now, except the end of the process that the timeout brings.
                await process.WaitForExitAsync().WaitAsync(_killed.Token);
                throw new InvocationFailedException("The handler ended after an empty answer.");
            }
            foreach (var line in logs)
                Log.Line(_logger, function, line);
        }
        catch (HttpRequestException fault)
        {
            throw new InvocationFailedException($"The handler did not answer: {fault.Message}", fault);
        }
        finally
        {
            _executed?.Invoke(function, started);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9120, LogLevel.Error, "Function {Function} failed (invocation {Id}, retry {Retry}): {Reason}")]
        public static partial void Failed(ILogger logger, string function, Guid id, int retry, string reason);

        [LoggerMessage(9121, LogLevel.Error, "Function {Function} overran its timeout of {Limit} (invocation {Id}): the handler is killed, and every other call with it.")]
        public static partial void TimedOut(ILogger logger, string function, Guid id, TimeSpan limit);

        [LoggerMessage(9122, LogLevel.Error, "Function {Function} answered {Status} with an empty body (invocation {Id}): the real host waits on it until the function times out. Answer {{}}.")]
        public static partial void Empty(ILogger logger, string function, Guid id, int status);

        [LoggerMessage(9123, LogLevel.Information, "{Function}: {Line}")]
        public static partial void Line(ILogger logger, string function, string line);
    }
}
