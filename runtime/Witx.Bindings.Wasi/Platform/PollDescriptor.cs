using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>Events of a host descriptor to wait for, or that have occurred. The values are those of <c>poll(2)</c> on every Unix.</summary>
[Flags]
internal enum PollEvents : short
{
    None = 0,
    Readable = 1,
    Writable = 4,

    /// <summary>An error. Reported without being requested, as <see cref="HangUp"/> and <see cref="Invalid"/> are.</summary>
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
