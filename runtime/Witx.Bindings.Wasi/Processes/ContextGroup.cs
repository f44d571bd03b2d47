using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The contexts of a thread (<c>context_create</c>). One of them runs at a time, so that they need no lock: a switch hands the thread over.
/// </summary>
/// <param name="thread">The thread.</param>
internal sealed class ContextGroup(WasiThread thread)
{
    private readonly Dictionary<ulong, GuestContext> _contexts = [];
    private readonly GuestContext _main = new(0, 0);

    // Not those of a copy of the process, which the thread may act for later (vfork).
    private readonly ThreadGroup _threads = thread.Process.Threads;
    private GuestContext? _active;

    /// <summary>True if the context that the thread began with is running.</summary>
    internal bool IsMainActive => Active == _main;

    /// <summary>The fuel that is left to the thread, while a context starts or ends.</summary>
    internal ulong Fuel { get; set; }

    private GuestContext Active => _active ?? _main;

    /// <summary>Creates a context, which is suspended.</summary>
    /// <param name="launcher">Runs it.</param>
    /// <param name="entry">The index of its function in the guest's table.</param>
    /// <param name="id">The identifier; 0 on failure.</param>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) beyond <see cref="WasiLimits.MaxThreads"/> or if the system refuses another thread,
    /// <c>Errno.Nomem</c> (ENOMEM) beyond <see cref="WasiLimits.MaxTotalMemory"/> or if the guest's memory has no space for a stack, or
    /// <c>Errno.Notsup</c> if the guest does not export its stack pointer.
    /// </returns>
    internal Errno Create(IThreadLauncher launcher, ulong entry, out ulong id)
    {
        EnsureNotDestroyed();
        Errno error = _threads.TryAddContext(out id);
        if (error != Errno.Success)
        {
            return error;
        }

        GuestContext creator = Active;
        GuestContext context = new(id, entry) { Successor = creator };
        Leave(creator);
        Enter(context);
        error = launcher.Start(thread, context);
        if (error == Errno.Success)
        {
            creator.Wait();
            error = context.StartError;
        }
        else
        {
            Enter(creator);
            _threads.RemoveContext(0, 0);
        }

        if (error != Errno.Success)
        {
            id = 0;
            return error;
        }

        _contexts.Add(id, context);
        return Errno.Success;
    }

    /// <summary>Suspends the running context and resumes another. Returns when this one is resumed.</summary>
    /// <returns><c>Errno.Inval</c> if there is no such context, or it has ended.</returns>
    internal Errno Switch(ulong id)
    {
        EnsureNotDestroyed();
        if (id == Active.Id)
        {
            return Errno.Success;
        }

        if ((id == 0 ? _main : _contexts.GetValueOrDefault(id)) is not { } next)
        {
            return Errno.Inval;
        }

        SwitchTo(next);
        return Errno.Success;
    }

    /// <summary>Ends a suspended context. Succeeds if there is no such context.</summary>
    /// <returns><c>Errno.Inval</c> for the running context and for the main one.</returns>
    internal Errno Destroy(ulong id)
    {
        EnsureNotDestroyed();
        if (id == 0 || id == Active.Id)
        {
            return Errno.Inval;
        }

        if (_contexts.TryGetValue(id, out GuestContext? context))
        {
            End(context);
        }

        return Errno.Success;
    }

    /// <summary>Ends all contexts but the main one, which must be running.</summary>
    internal void EndAll()
    {
        foreach (GuestContext context in _contexts.Values.ToArray())
        {
            End(context);
        }
    }

    /// <summary>
    /// Returns from the creation of a context in its creator, and waits until the context is switched to. Call it on the context's thread
    /// of the host.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="guest">Its instance.</param>
    /// <exception cref="ContextDestroyedException">The context was destroyed before.</exception>
    internal void WaitForFirstSwitch(GuestContext context, Guest guest)
    {
        GuestContext creator = context.Successor!;
        (context.Guest, context.Successor, thread.Guest) = (guest, _main, guest);
        SwitchTo(creator);
    }

    /// <summary>
    /// Resumes the successor of a context that has ended and whose instance does not exist any more. Nothing of the thread may be used
    /// afterwards.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="failure">The exception to throw in the successor, or null.</param>
    internal void Complete(GuestContext context, Exception? failure)
    {
        _ = _contexts.Remove(context.Id);
        GuestContext successor = context.Successor!;
        successor.Failure = context.IsDestroyed ? null : failure;
        Enter(successor);
        successor.Resume();
    }

    private void End(GuestContext context)
    {
        context.Successor = Active;
        context.Destroy();
        SwitchTo(context);
    }

    private void SwitchTo(GuestContext next)
    {
        GuestContext current = Active;
        Leave(current);
        Enter(next);
        next.Resume();
        current.Wait();
    }

    private void Leave(GuestContext context)
    {
        context.State = thread.ContextState;
        if (_threads.Launcher!.CountsFuel && context.State.Guest is { } guest)
        {
            Fuel = guest.Store.Fuel;
        }
    }

    private void Enter(GuestContext context)
    {
        (_active, thread.ContextState) = (context, context.State);
        if (_threads.Launcher!.CountsFuel && context.State.Guest is { } guest)
        {
            guest.Store.Fuel = Fuel;
        }
    }

    /// <summary>Unwinds a destroyed context whose exception a host function has caught.</summary>
    private void EnsureNotDestroyed()
    {
        if (Active.IsDestroyed)
        {
            throw new ContextDestroyedException();
        }
    }
}
