using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Programs;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>
/// Marks the current thread of the system as one that runs a guest, counts the host calls of the guest (<see cref="CallCounter"/>), and
/// measures its processor time, until it is disposed.
/// </summary>
internal readonly ref struct ThreadUsage : IDisposable
{
    private readonly GuestThread.Scope _thread;
    private readonly CallCounter.Scope _calls;
    private readonly ulong _start;

    private ThreadUsage(GuestThread.Scope thread, CallCounter.Scope calls)
    {
        _thread = thread;
        _calls = calls;
        _start = HostClock.ThreadProcessorTime;
    }

    /// <summary>The processor time in nanoseconds.</summary>
    internal ulong ProcessorTime => HostClock.ThreadProcessorTime - _start;

    /// <summary>Begins on the current thread.</summary>
    internal static ThreadUsage Begin() => new(GuestThread.Enter(), CallCounter.Begin());

    public void Dispose()
    {
        _calls.Dispose();
        _thread.Dispose();
    }
}
