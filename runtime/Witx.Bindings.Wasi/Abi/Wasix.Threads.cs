using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi;

/// <content>The thread that calls, which is the only one.</content>
internal partial class Wasix
{
    public partial Errno ThreadSleep(ulong duration)
    {
        if (Process.LogsDebug)
        {
            Log.ThreadSleep(Logger);
        }

        FlushOutput();
        return Caller.Waiter.Sleep(Caller.Waiter.After(duration));
    }

    public partial Result<Tid, Errno> ThreadId()
    {
        if (Process.LogsTrace)
        {
            Log.ThreadId(Logger);
        }

        return new Tid(0);
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial Result<ulong, Errno> ThreadParallelism() => (ulong)Environment.ProcessorCount;

    public partial Errno ThreadSignal(Tid tid, Abi.Signal signal)
    {
        if (Process.LogsDebug)
        {
            Log.ThreadSignal(Logger, tid.Value, (byte)signal);
        }

        return tid.Value == 0 ? Raise(signal) : Errno.Srch;
    }

    /// <summary>With the last thread the process ends.</summary>
    public partial void ThreadExit(uint rval)
    {
        Process.Ending.Exit(rval);
        Process.Ending.Throw();
    }
}
