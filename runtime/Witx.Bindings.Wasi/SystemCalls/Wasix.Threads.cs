using System;
using System.Diagnostics.CodeAnalysis;
using Wasmtime;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Threads: <c>thread_*</c> and <c>futex_*</c>.</content>
internal partial class Wasix
{
    private const string ThreadStartExport = "wasi_thread_start";

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
        return new Tid(Caller.Id);
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial Result<ulong, Errno> ThreadParallelism() => (ulong)Environment.ProcessorCount;

    public partial Errno ThreadSignal(Tid tid, WasiTypes.Signal signal)
    {
        DebugLog?.ThreadSignal(tid.Value, (byte)signal);
        WasiThread? thread = tid.Value is 0 or LibcMainThread ? Process.MainThread : Process.Threads.Find(tid.Value);
        if (thread is null)
        {
            return Errno.Srch;
        }

        thread.Signals.Raise(signal);
        Caller.Waiter.ThrowIfEnded();
        return Errno.Success;
    }

    public partial Result<Tid, Errno> ThreadSpawnV2(GuestRef<ThreadStart> args)
    {
        DebugLog?.ThreadSpawn();
        ulong address = args.Address;
        bool isWide = Caller.Guest?.Instance.GetFunction(ThreadStartExport) is { Parameters: [_, ValueKind.Int64] };
        ThreadStart start = args.Read();
        ThreadEntry entry = new(ThreadStartExport, id => [id, isWide ? (GuestValue)address : (GuestValue)(uint)address])
        {
            Stack = start.StackSize > 0 && start.StackSize <= start.Stack && start.Stack <= int.MaxValue
                ? ((uint)(start.Stack - start.StackSize), (uint)start.Stack)
                : null,
        };
        Errno error = Process.Threads.Spawn(Caller, entry, out uint id);
        return ToResult(error, new Tid(id));
    }

    public partial Errno ThreadJoin(Tid tid)
    {
        DebugLog?.ThreadJoin(tid.Value);
        FlushOutput();
        return tid.Value == Caller.Id ? Errno.Deadlk : Process.Threads.Join(Caller, tid.Value);
    }

    /// <summary>Ends the calling thread. The process ends with its last thread, and the main thread waits for the others.</summary>
    public partial void ThreadExit(uint rval)
    {
        if (Caller.Id != 0)
        {
            throw new ThreadExitException();
        }

        FlushOutput();
        while (Process.Threads.JoinAll(Caller) == Errno.Intr)
        {
            Caller.Signals.AreBlocked = true;
        }

        Process.Shutdown.Exit(rval);
        Process.Shutdown.Throw();
    }

    public partial Result<Bool, Errno> FutexWait(GuestRef<uint> futex, uint expected, GuestRef<OptionTimestamp> timeout)
    {
        FlushOutput();
        ulong? deadline = timeout.Read().TryGetSome(out ulong time) ? Caller.Waiter.GetDeadline(time) : null;
        return ToBool(Process.Futexes.Wait(futex.Address, futex, static word => word.Read(), expected, Caller.Waiter, deadline));
    }

    public partial Result<Bool, Errno> FutexWake(GuestRef<uint> futex) => ToBool(Process.Futexes.Wake(futex.Address, 1));

    public partial Result<Bool, Errno> FutexWakeAll(GuestRef<uint> futex) =>
        ToBool(Process.Futexes.Wake(futex.Address, int.MaxValue));

    private static Bool ToBool(bool value) => value ? Bool.True : Bool.False;
}
