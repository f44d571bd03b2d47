using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The operating system and the processor that this process runs on.</summary>
internal static class HostSystem
{
    /// <summary>Gets the .NET runtime identifier, such as <c>linux-x64</c>: machine code for one is not valid for another.</summary>
    internal static string RuntimeIdentifier => RuntimeInformation.RuntimeIdentifier;
}
