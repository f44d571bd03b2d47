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
        _process.Shutdown.Exit(rval);
        _process.Shutdown.Throw();
    }

    public partial Errno ProcRaise(Signal sig)
    {
        DebugLog?.ProcRaise((byte)sig);
        return Errno.Notsup;
    }

    private protected Errno Raise(WasiTypes.Signal signal)
    {
        thread.Signals.Raise(signal);
        _process.Shutdown.ThrowIfEnded();
        return Errno.Success;
    }

    public partial Errno SchedYield()
    {
        _process.Shutdown.ThrowIfEnded();
        _ = Thread.Yield();
        return Errno.Success;
    }

    public partial Errno RandomGet(GuestRef<byte> buf, ulong bufLen)
    {
        TraceLog?.RandomGet(bufLen);
        GuestList<byte> buffer = buf.AsList(bufLen);
        if (bufLen > (ulong)_process.Limits.MaxRandom)
        {
            return Errno.Nomem;
        }

        for (long start = 0; start < buffer.Count; start += RandomChunk)
        {
            _process.Shutdown.ThrowIfEnded();
            Errno error = _process.FillRandom(buffer.Slice(start, Math.Min(RandomChunk, buffer.Count - start)).Span);
            if (error != Errno.Success)
            {
                return error;
            }
        }

        return Errno.Success;
    }
}
