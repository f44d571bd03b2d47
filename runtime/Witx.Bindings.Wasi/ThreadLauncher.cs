using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Wasmtime;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>
/// Runs the threads that a guest starts: each has a store and an instance of its own on the shared memory, and a thread of the system.
/// </summary>
/// <param name="program">The program.</param>
/// <param name="process">The process of the guest.</param>
/// <param name="memory">The memory that all threads share.</param>
/// <param name="prepared">The program with resolved imports; null to resolve them for the first thread.</param>
/// <param name="interceptors">The interceptors of the host functions.</param>
/// <param name="threads">The threads of the system.</param>
/// <param name="contextStacks">The <see cref="ContextStacks"/> of the process that was copied; empty for a new memory.</param>
internal sealed partial class ThreadLauncher(
    CompiledProgram program,
    WasiProcess process,
    SharedMemory memory,
    PreparedModule? prepared,
    ImmutableArray<HostInterceptor> interceptors,
    ThreadCache threads,
    ImmutableArray<ulong> contextStacks) : IThreadLauncher, IDisposable
{
    private readonly Lock _gate = new();

    // Created at the start, because a pool of instances can be used up at the end.
    private readonly AtomicWakeup _wakeup = new(program.Engine, memory, program.Memory!.Is64Bit);
    private PreparedModule? _own;

    public long ThreadMemory { get; } = MemoryBudget.StackSize + program.GetTableMemory(process.Limits);

    public Errno Start(WasiThread caller, WasiThread thread, ThreadEntry entry)
    {
        TaskCompletionSource<Errno> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ulong? fuel = process.Processes.Fuel?.Split(caller.Guest!.Store);
        try
        {
            threads.Run(() => Run(thread, entry, fuel, started), thread.SystemName, process.Threads.Context);
        }
        catch (OutOfMemoryException)
        {
            process.Processes.Fuel?.Return(fuel!.Value);
            process.Threads.Remove(thread);
            return Errno.Again;
        }

        caller.WaitUntilCompleted(started.Task);
        return started.Task.Result;
    }

    public void WakeAtomicWaits() => _wakeup.WakeAll();

    /// <summary>Frees the resources of all threads, which must have ended.</summary>
    public void Dispose()
    {
        _wakeup.Dispose();
        _own?.Dispose();
    }

    private void Run(WasiThread thread, ThreadEntry entry, ulong? fuel, TaskCompletionSource<Errno> started)
    {
        using ThreadUsage usage = ThreadUsage.Begin();
        try
        {
            using Store store = new(program.Engine.Native);
            try
            {
                using Guest guest = Instantiate(thread, store, fuel);
                thread.Guest = guest;
                started.SetResult(Errno.Success);
                thread.Run(guest, entry);
            }
            finally
            {
                fuel = fuel is null ? null : store.Fuel;
            }
        }
        catch (Exception exception) when (exception is ThreadExitException or ProgramReplacedException)
        {
            // The thread ends, and the process goes on or executes another program.
        }
        catch (WasmtimeException exception) when (exception is not TrapException && !started.Task.IsCompleted)
        {
            // The engine refuses another instance.
            started.SetResult(Errno.Again);
        }
        catch (Exception exception)
        {
            Exception failure = GuestFailure.TryTranslate(exception, thread, out WasiException? translated) ? translated : exception;
            process.Shutdown.End(() => failure);
        }
        finally
        {
            thread.Guest = null;
            (thread.Calls, thread.ProcessorTime) = (CallCounter.Count, usage.ProcessorTime);
            process.Processes.Fuel?.Return(fuel!.Value);
            process.Threads.Remove(thread);
            _ = started.TrySetResult(Errno.Again);
        }
    }

    /// <summary>Creates an instance for a thread or a context, with its fuel if the engine counts it.</summary>
    private Guest Instantiate(WasiThread thread, Store store, ulong? fuel)
    {
        GuestEngine engine = program.Engine;
        process.ConfigureThread(thread, engine.Native, store, engine.IsInterruptible, engine.CountsFuel, fuel);

        HostImports imports = SystemCallModules.Add(new HostImports(), thread, program.NeedsWasix, program.NeedsPreview0);
        _ = imports.Add(memory, program.Memory!.ModuleName, program.Memory.Name);
        foreach (HostInterceptor interceptor in interceptors)
        {
            _ = imports.Intercept(interceptor);
        }

        return imports.Instantiate(store, prepared ?? GetOwn(imports));
    }

    private PreparedModule GetOwn(HostImports imports)
    {
        lock (_gate)
        {
            return _own ??= imports.Prepare(program.Engine.Native, program.Module);
        }
    }
}
