using System;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>A descriptor that wakes a thread out of a <see cref="PollSet"/>: it is readable from a <see cref="Signal"/> to the next <see cref="Reset"/>.</summary>
internal abstract class WakeDescriptor : IDisposable
{
    /// <summary>What to wait for.</summary>
    internal abstract HostHandle Handle { get; }

    internal static WakeDescriptor Create() =>
        OperatingSystem.IsWindows() ? new WindowsWake() : OperatingSystem.IsMacOS() ? new MacWake() : new LinuxWake();

    public abstract void Dispose();

    internal abstract void Signal();

    internal abstract void Reset();
}
