using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>What is waited for on a host descriptor, and what has happened. The numbers are <c>poll</c>'s on every Unix.</summary>
[Flags]
internal enum PollEvents : short
{
    None = 0,
    Readable = 1,
    Writable = 4,

    /// <summary>Reported whether asked for or not, like the two below.</summary>
    Error = 8,
    HangUp = 16,
    Invalid = 32,
}

/// <summary>A C <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    internal int Descriptor;
    internal PollEvents Interest;
    internal PollEvents Ready;
}
