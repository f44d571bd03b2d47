using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The host process's own standard streams.</summary>
internal static partial class StandardHandle
{
    // Windows counts its three downwards from here.
    private const int WindowsInput = -10;

    /// <summary>Standard input, output or error, by the number that every Unix gives it. It is not closed with the handle.</summary>
    internal static HostHandle Open(int number) =>
        new(new SafeFileHandle(System.OperatingSystem.IsWindows() ? GetStandardHandle(WindowsInput - number) : number, ownsHandle: false));

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    private static partial nint GetStandardHandle(int number);
}
