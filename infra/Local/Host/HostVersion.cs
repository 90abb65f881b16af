namespace LiveView.Local.Host;

/// <summary>The version of the real host whose behaviour this one repeats.</summary>
internal static class HostVersion
{
    public const string Number = "4.1052.200";
}
