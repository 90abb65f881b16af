using System.Runtime.InteropServices;
using LiveView.Local.PubSub;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return args is ["pubsub", .. var rest] ? await PubSubCommand.RunAsync(rest, stopping.Token) : 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
