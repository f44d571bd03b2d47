using System;
using System.Threading;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The process, scheduling and random bytes: <c>proc_*</c>, <c>sched_yield</c>, <c>random_get</c>.</content>
internal partial class Preview1
{
    // Bytes between two checks if the process has ended.
    private const int RandomChunk = 1 << 20;

    public partial void ProcExit(uint rval)
    {
        DebugLog?.ProcExit(rval);
        if (thread.IsInCopy)
        {
            throw thread.LeaveCopy(new WasiExitStatus(unchecked((int)rval))) ?? NewReturnTrap("proc_exit");
        }

        Process.Shutdown.Exit(rval);
        Process.Shutdown.Throw();
    }

    /// <summary>Creates the trap for a call that ended a copy of the process, and cannot return to the guest.</summary>
    private protected static Exception NewReturnTrap(string function) => new WitxTrapException(
        $"'{function}' ended a copy of the process that 'proc_fork_env' made, and cannot return to the point where it was made.")
    {
        IsRaisedByGlue = true,
    };

    public partial Errno ProcRaise(Signal sig)
    {
        DebugLog?.ProcRaise((byte)sig);
        return Errno.Notsup;
    }

    private protected Errno Raise(WasiTypes.Signal signal)
    {
        thread.Signals.Raise(signal);
        thread.Waiter.ThrowIfEnded();
        return Errno.Success;
    }

    /// <summary>
    /// Sends the signal for a write that nobody is left to read (write(3p)). A guest without <c>callback_signal</c> could not ignore it,
    /// and gets only the error.
    /// </summary>
    private void RaiseBrokenPipe()
    {
        if (Process.HandlesSignals)
        {
            _ = Raise(WasiTypes.Signal.Pipe);
        }
    }

    public partial Errno SchedYield()
    {
        thread.Waiter.ThrowIfEnded();
        _ = Thread.Yield();
        return Errno.Success;
    }

    public partial Errno RandomGet(GuestRef<byte> buf, ulong bufLen)
    {
        TraceLog?.RandomGet(bufLen);
        GuestList<byte> buffer = buf.AsList(bufLen);
        if (bufLen > (ulong)Process.Limits.MaxRandom)
        {
            return Errno.Nomem;
        }

        for (long start = 0; start < buffer.Count; start += RandomChunk)
        {
            thread.Waiter.ThrowIfEnded();
            Errno error = Process.FillRandom(buffer.Slice(start, Math.Min(RandomChunk, buffer.Count - start)).Span);
            if (error != Errno.Success)
            {
                return error;
            }
        }

        return Errno.Success;
    }
}
