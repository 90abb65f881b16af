namespace LiveView.Local.Host;

/// <summary>Tries again while the handler does not take the connection, so nothing was sent yet: ten times, 50 to 250 ms apart.</summary>
internal sealed class ConnectRetry(TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Tries = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var retry = 0;
        while (true)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError && ++retry <= Tries)
            {
                var wait = retry * Step;
                await Task.Delay(wait < Longest ? wait : Longest, time, cancellationToken);
            }
        }
    }
}
