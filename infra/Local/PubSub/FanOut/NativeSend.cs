using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LiveView.Local.PubSub;

/// <summary>
/// The kernel's own send, where there is one to be had directly. The framework's call does the same behind checks that cost a fifth of a
/// delivery when there is one for every message and client.
/// </summary>
internal static partial class NativeSend
{
    // MSG_DONTWAIT | MSG_NOSIGNAL on Linux; elsewhere the framework's call is used.
    private const int Flags = 0x40 | 0x4000;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    public static bool IsAvailable { get; } = OperatingSystem.IsLinux();

    /// <summary>Sends what the kernel takes at once.</summary>
    /// <returns>How many bytes the kernel took, 0 when it takes none now, -1 when the connection is gone.</returns>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var sent = Send(socket, bytes, (nuint)bytes.Length, Flags);
            if (sent >= 0) return (int)sent;
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) return error == WouldBlock ? 0 : -1;
        }
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes, nuint length, int flags);
}
