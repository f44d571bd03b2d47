using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The standard streams of the host process.</summary>
internal static partial class StandardHandle
{
    // STD_INPUT_HANDLE. Output and error are -11 and -12.
    private const int WindowsInput = -10;

    /// <summary>Opens standard input (0), output (1) or error (2). Disposing the handle does not close the stream.</summary>
    internal static HostHandle Open(int number) =>
        new(new SafeFileHandle(System.OperatingSystem.IsWindows() ? GetStandardHandle(WindowsInput - number) : number, ownsHandle: false));

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    private static partial nint GetStandardHandle(int number);
}
