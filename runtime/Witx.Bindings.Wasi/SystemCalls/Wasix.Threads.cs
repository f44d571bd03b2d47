using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The calling thread, which is the only one of the process: <c>thread_*</c>.</content>
internal partial class Wasix
{
    private const uint MainThread = 0;

    // wasix-libc gives its main thread this identifier, and raise() passes it to thread_signal.
    private const uint LibcMainThread = 0x3fffffff;

    public partial Errno ThreadSleep(ulong duration)
    {
        DebugLog?.ThreadSleep();
        FlushOutput();
        return Caller.Waiter.Sleep(Caller.Waiter.GetDeadline(duration));
    }

    public partial Result<Tid, Errno> ThreadId()
    {
        TraceLog?.ThreadId();
        return new Tid(MainThread);
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial Result<ulong, Errno> ThreadParallelism() => (ulong)Environment.ProcessorCount;

    public partial Errno ThreadSignal(Tid tid, WasiTypes.Signal signal)
    {
        DebugLog?.ThreadSignal(tid.Value, (byte)signal);
        return tid.Value is MainThread or LibcMainThread ? Raise(signal) : Errno.Srch;
    }

    /// <summary>Ends the process, because the calling thread is its only one.</summary>
    public partial void ThreadExit(uint rval)
    {
        Process.Shutdown.Exit(rval);
        Process.Shutdown.Throw();
    }
}
