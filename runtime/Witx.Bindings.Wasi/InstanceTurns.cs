using System;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The turns of an instance: one call at a time, in order, each with its token and limits. Owns the guest, and frees it after the last
/// turn.
/// </summary>
internal sealed class InstanceTurns
{
    private readonly WasiProgram _program;
    private readonly Admission _admission;
    private readonly GuestSession _session;
    private readonly AdmissionGate _gate;
    private readonly UseCount _uses;
    private volatile Thread? _caller;
    private volatile Exception? _failure;

    /// <param name="program">The program of the instance.</param>
    /// <param name="admission">The place among the live instances, which is given up with the guest.</param>
    /// <param name="session">The guest.</param>
    internal InstanceTurns(WasiProgram program, Admission admission, GuestSession session)
    {
        (_program, _admission, _session) = (program, admission, session);
        _gate = new AdmissionGate(1, program.Host.MaxQueuedGuests, $"The instance of '{program.Name}' is");
        _uses = new UseCount(Free);
    }

    internal delegate TResult TurnBody<TState, TResult>(InstanceTurns turns, TState state)
        where TState : allows ref struct;

    internal delegate TResult GuestBody<TState, TResult>(Guest guest, TState state)
        where TState : allows ref struct;

    /// <summary>The exception that made the instance unusable, or null.</summary>
    internal Exception? Failure => _failure;

    /// <summary>The guest's memory at this moment.</summary>
    internal GuestMemory Memory => ((ICallingGuest)_session.Guest).Memory;

    /// <summary>Waits for a turn on the calling thread. The turn ends when the result is disposed.</summary>
    internal Admission Enter(CancellationToken token)
    {
        Admission turn = NewTurn();
        try
        {
            turn.Enter(token);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a turn and a thread of the host, without blocking the calling thread.</summary>
    internal Task<TResult> RunAsync<TResult>(Func<TResult> body, CancellationToken token)
    {
        Admission turn = NewTurn();
        return _program.Host.Threads.RunAsync(
            turn,
            () =>
            {
                using (turn)
                {
                    return body();
                }
            },
            token);
    }

    /// <summary>Runs the body of a turn: with the token and the limits of a call, and with a mark of the thread.</summary>
    internal TResult Run<TState, TResult>(TState state, TurnBody<TState, TResult> body, CancellationToken token)
        where TState : allows ref struct
    {
        ThrowIfUnusable();
        token.ThrowIfCancellationRequested();
        WasiProcess process = _session.Process;
        using GuestThread.Scope scope = GuestThread.Enter();
        using CallInterruption? interruption = CallInterruption.Start(process, process.Limits.Timeout, token);
        _caller = Thread.CurrentThread;
        try
        {
            _session.Refuel();
            TResult result = body(this, state);
            process.FlushOutput(process.MainThread.Waiter);
            interruption?.Complete();
            return result;
        }
        catch (Exception exception)
        {
            if (process.Shutdown.HasEnded)
            {
                _failure ??= exception;
            }

            throw;
        }
        finally
        {
            _caller = null;
        }
    }

    /// <summary>Calls the guest during a turn, and keeps a failure that leaves it in an unknown state.</summary>
    internal TResult InvokeGuest<TState, TResult>(TState state, GuestBody<TState, TResult> body)
        where TState : allows ref struct
    {
        ThrowIfUnusable();
        try
        {
            return body(_session.Guest, state);
        }
        catch (Exception exception)
        {
            WasiThread thread = _session.Process.MainThread;
            Exception failure = GuestFailure.TryTranslate(exception, thread, out WasiException? translated) ? translated : exception;
            if (_session.Guest.HasTrapped)
            {
                _failure ??= failure;
            }

            if (failure == exception)
            {
                throw;
            }

            throw failure;
        }
    }

    /// <summary>Rejects further turns. The last one frees the guest.</summary>
    internal void Close() => _uses.Close();

    /// <summary>Prepares the wait for a turn.</summary>
    private Admission NewTurn()
    {
        if (_caller == Thread.CurrentThread)
        {
            throw new InvalidOperationException(
                $"A host function cannot call its own instance of '{_program.Name}'. To call the guest through '{nameof(GuestCall)}', list "
                + $"the function in '{nameof(WitxModuleAttribute)}.{nameof(WitxModuleAttribute.ReentrantFunctions)}'.");
        }

        ObjectDisposedException.ThrowIf(!_uses.TryAdd(), typeof(WasiInstance));
        return new Admission(new TurnUse(_uses), _gate);
    }

    private void ThrowIfUnusable()
    {
        if (_failure is { } failure)
        {
            throw new WasiException(
                $"The instance of '{_program.Name}' cannot be used after a failure in the guest. Create another instance. "
                + failure.Message,
                failure);
        }
    }

    private void Free()
    {
        _session.Dispose();
        _admission.Dispose();
    }

    /// <summary>A use of the instance by one turn.</summary>
    private sealed class TurnUse(UseCount uses) : IDisposable
    {
        public void Dispose() => uses.Remove();
    }
}
