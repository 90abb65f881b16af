using System.Net;

namespace LiveView.Local.PubSub;

/// <summary>A client that may come in as far as the service is concerned; the application's handler decides.</summary>
internal sealed record ConnectRequest(RequestHead Head, Admission Admission, Claims Claims, string[] Offered, IPAddress Address);
