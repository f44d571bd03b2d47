using System;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A descriptor that wakes a thread out of a <see cref="PollSet"/>: it is readable from a <see cref="Signal"/> to the next <see cref="Reset"/>.</summary>
internal abstract class Wakeup : IDisposable
{
    /// <summary>What to wait for.</summary>
    internal abstract HostHandle Handle { get; }

    internal static Wakeup Create() =>
        OperatingSystem.IsWindows() ? new SocketWakeup() : OperatingSystem.IsMacOS() ? new PipeWakeup() : new EventFdWakeup();

    public abstract void Dispose();

    internal abstract void Signal();

    internal abstract void Reset();
}
