using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>Where a process ends and the services begin. Every call passes a gate before it has its effect, and another after.</summary>
internal sealed class Transport(HandlerProcess process, Services services, World world, FaultPlan faults, Sabotage sabotage) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Requests = new();
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        world.OnOneThread();
        if (message.ProcessingContext.RetryNumber is > 0 and var retry)
            await world.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(2, retry - 1)) * (0.8 + (0.4 * world.Dice.NextDouble())));
        var call = await Call.OfAsync(message.Request);
        process.Dialect.Write(call);
        var step = $"{HandlerProcess.Station}: {call.Step}";
        await process.PassAsync(step, after: false);
        await world.Delay(TimeSpan.FromMilliseconds(world.Dice.Next(1, 6)));
        if (faults.On && step == "api: query topics" && faults.Fires(Fault.RetentionDuringCatchUp))
            await world.Delay(world.Between(1, 15));
        var answer = Fails(call) is { } failed ? failed : sabotage.Before(process, call) ?? services.Take(call);
        var lost = answer.Status < 400 && LosesAnswer(call);
        world.Trace.Add(world.Now, process.Name, $"{step} {call.Path} {answer.Status}{(lost ? " lost" : "")}");
        await world.Delay(TimeSpan.FromMilliseconds(world.Dice.Next(1, 6)));
        if (lost || answer.Status == NoAnswer)
            await world.Delay(TryTimeout);
        await process.PassAsync(step, after: true);
        if (lost || answer.Status == NoAnswer)
            throw new IOException("No answer in time.");
        message.Response = process.Dialect.Read(call, sabotage.After(process, call, answer));
    }

    private const int NoAnswer = 599;

    private Answer? Fails(Call call) => call.Service switch
    {
        "tables" when faults.Fires(Fault.Table429) => Answer.Refusal(429, "TooManyRequests"),
        "tables" when faults.Fires(Fault.Table500) => Answer.Refusal(500, "OperationTimedOut"),
        "tables" when faults.Fires(Fault.Table503) => Answer.Refusal(503, "ServerBusy"),
        "tables" when faults.Fires(Fault.TableTimeout) => new(NoAnswer),
        "tables" when call.Step == "commit topics" && faults.Fires(Fault.TableConflict409) => Conflict(409, "EntityAlreadyExists"),
        "tables" when call.Step == "commit topics" && faults.Fires(Fault.TableConflict412) => Conflict(412, "UpdateConditionNotSatisfied"),
        "blobs" when faults.Fires(Fault.BlobError) => Answer.Refusal(503, "ServerBusy"),
        "hubs" when faults.Fires(Fault.HubSendError) => new(503),
        "pubsub" when faults.Fires(Fault.PubSub429) => new(429),
        "pubsub" when faults.Fires(Fault.PubSub5xx) => new(503),
        _ => null,
    };

    private bool LosesAnswer(Call call) => call.Method != "GET" && call.Service switch
    {
        "tables" => faults.Fires(Fault.TableAnswerLost),
        "blobs" => faults.Fires(Fault.BlobAnswerLost),
        "hubs" => faults.Fires(Fault.HubAnswerLost),
        _ => faults.Fires(Fault.PubSubAnswerLost),
    };

    private static Answer Conflict(int status, string code) => new(
        202,
        $"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n\r\n"
            + $"HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\n\r\n{Answer.Error(code, $"0:{code}")}\r\n--c--\r\n--b--\r\n");
}
