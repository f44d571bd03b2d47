using System;
using System.Collections.Immutable;
using Wasmtime;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <content>The contexts of threads.</content>
internal sealed partial class ThreadLauncher
{
    private const string ThreadLocalBase = "__tls_base";

    private readonly ContextStacks _stacks = new(memory, contextStacks);

    public ImmutableArray<ulong> ContextStacks => _stacks.All;

    public bool CountsFuel => program.Engine.CountsFuel;

    public Errno Start(WasiThread thread, GuestContext context)
    {
        try
        {
            threads.Run(() => Run(thread, context), thread.SystemName, process.Threads.Context);
            return Errno.Success;
        }
        catch (OutOfMemoryException)
        {
            return Errno.Again;
        }
    }

    private void Run(WasiThread thread, GuestContext context)
    {
        using ThreadUsage usage = ThreadUsage.Begin();
        Exception? failure = null;
        try
        {
            context.StartError = RunInstance(thread, context);
        }
        catch (ContextDestroyedException)
        {
            // The context ends, and the one that destroyed it goes on.
        }
        catch (WasmtimeException exception) when (exception is not TrapException && context.Guest is null)
        {
            // The engine refuses another instance.
            context.StartError = Errno.Again;
        }
        catch (Exception exception)
        {
            failure = GuestFailure.TryTranslate(exception, thread, out WasiException? translated) ? translated : exception;
        }

        process.Threads.RemoveContext(CallCounter.Count, usage.ProcessorTime);
        thread.Contexts.Complete(context, failure);
    }

    /// <summary>Runs a context to its end. Returns only if it cannot start, and throws otherwise.</summary>
    private Errno RunInstance(WasiThread thread, GuestContext context)
    {
        using IDisposable? scope = ProcessLog.BeginScope(thread);
        using Store store = new(program.Engine.Native);
        try
        {
            using Guest guest = Instantiate(thread, store, CountsFuel ? thread.Contexts.Fuel : null);
            Errno error = _stacks.Take(guest, out ulong stack);
            if (error != Errno.Success)
            {
                return error;
            }

            try
            {
                CopyThreadLocalBase(context.Successor!.State.Guest!, guest);
                thread.Contexts.WaitForFirstSwitch(context, guest);
                WasixExt.CallContext(guest, context.Entry);
                throw new WitxTrapException($"The function of context '{context.Id}' returned. It must switch to another context instead.")
                {
                    IsRaisedByGlue = true,
                };
            }
            finally
            {
                _stacks.Return(stack);
            }
        }
        finally
        {
            if (CountsFuel)
            {
                thread.Contexts.Fuel = store.Fuel;
            }
        }
    }

    /// <summary>Lets a context use the thread-local variables of its thread.</summary>
    private static void CopyThreadLocalBase(Guest creator, Guest guest)
    {
        if (guest.Instance.GetGlobal(ThreadLocalBase) is { } target && target.Mutability == Mutability.Mutable)
        {
            target.SetValue(creator.Instance.GetGlobal(ThreadLocalBase)!.GetValue());
        }
    }
}
