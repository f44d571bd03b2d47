using System;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Interrupts a thread that waits in <see cref="PollSet.Wait"/>. Its handle is readable from a <see cref="Signal"/> to the next
/// <see cref="Reset"/>.
/// </summary>
internal abstract class Wakeup : IDisposable
{
    /// <summary>The handle to add to the poll set, with <see cref="PollEvents.Readable"/>.</summary>
    internal abstract HostHandle Handle { get; }

    /// <summary>Creates the implementation of this system.</summary>
    internal static Wakeup Create() =>
        OperatingSystem.IsWindows() ? new EventWakeup() : OperatingSystem.IsMacOS() ? new PipeWakeup() : new EventFdWakeup();

    public abstract void Dispose();

    /// <summary>Makes the handle readable. Thread-safe.</summary>
    internal abstract void Signal();

    /// <summary>Makes the handle unreadable again. Called by the waiting thread.</summary>
    internal abstract void Reset();
}
