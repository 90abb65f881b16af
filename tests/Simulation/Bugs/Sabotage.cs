using System.Text;
using System.Text.RegularExpressions;
using LiveView.Handler.Connect;
using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Bugs;

/// <summary>Where a bug can be planted without touching the product: around it. This one plants none.</summary>
internal partial class Sabotage
{
    /// <summary>Changes a batch before the handler sees it.</summary>
    public virtual EventBatch Hand(HandlerProcess process, string function, EventBatch batch) => batch;

    /// <summary>Changes a request, or answers it in the service's place.</summary>
    public virtual Answer? Before(HandlerProcess process, Call call) => null;

    /// <summary>Changes an answer.</summary>
    public virtual Answer After(HandlerProcess process, Call call, Answer answer) => answer;

    /// <summary>Puts another follower in the viewer's place.</summary>
    public virtual Follower Follow(string tier) => new(tier);

    /// <summary>Changes from where a viewer asks.</summary>
    public virtual string? Ask(string? position) => position;

    /// <summary>The host moves its checkpoint before the handler has taken the batch.</summary>
    public virtual bool AcknowledgesFirst => false;

    /// <summary>Changes who may watch what, as a process is told.</summary>
    public virtual ConnectOptions Doors(ConnectOptions options) => options;

    /// <summary>Changes what a token grants.</summary>
    public virtual Grant Grant(Grant grant) => grant;

    /// <summary>The faults in which the bug shows, where the usual ones would show another first.</summary>
    public virtual (Fault Fault, double Rate)[]? Only => null;

    /// <summary>Takes the number of its run from a Raw, which would heal what is planted.</summary>
    protected static HubEvent WithoutTurn(HubEvent one) =>
        one with { Body = Encoding.UTF8.GetBytes(Turn.Replace(Encoding.UTF8.GetString(one.Body.Span), "")) };

    [GeneratedRegex("\"turn\":[0-9]+,", RegexOptions.CultureInvariant)]
    private static partial Regex Turn { get; }

    /// <summary>Handed over before the first event, to a saboteur that needs the services.</summary>
    public Services? Services { get; set; }
}
