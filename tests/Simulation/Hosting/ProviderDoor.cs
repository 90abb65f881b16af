using System.Net;
using System.Net.Http.Headers;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>The way of a process to the provider.</summary>
internal sealed class ProviderDoor(HandlerProcess process, TallyProvider provider, World world, FaultPlan faults) : HttpMessageHandler
{
    private const string Step = "poll: ask provider";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        world.OnOneThread();
        await process.PassAsync(Step, after: false);
        await world.Delay(TimeSpan.FromMilliseconds(world.Dice.Next(20, 200)));
        if (faults.Fires(Fault.ProviderHang))
        {
            var hanging = new TaskCompletionSource();
            await using var cancelled = cancellationToken.Register(() => hanging.TrySetCanceled(cancellationToken));
            await hanging.Task;
        }

        var response = Answer(request);
        world.Trace.Add(world.Now, process.Name, $"{Step} {(int)response.StatusCode}");
        await process.PassAsync(Step, after: true);
        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (faults.Fires(Fault.ProviderError))
            return new(HttpStatusCode.BadGateway) { Content = new ByteArrayContent([]) };
        if (faults.Fires(Fault.ProviderRefusal))
            return new(HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent([]) };
        if (faults.Fires(Fault.ProviderGarbage))
            return new(HttpStatusCode.OK) { Content = new ByteArrayContent("<html>The service is at lunch.</html>"u8.ToArray()) };
        var (body, version) = provider.Answer(request.RequestUri!.Segments[^2].TrimEnd('/'));
        if (request.Headers.IfNoneMatch.Any(known => known.Tag == version))
            return new(HttpStatusCode.NotModified) { Content = new ByteArrayContent([]) };
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        answer.Headers.ETag = new EntityTagHeaderValue(version);
        return answer;
    }
}
