using System;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <content>The store of the guest, and the run of a command.</content>
public sealed partial class WasiProcess
{
    /// <summary>
    /// Applies the limits, the token and the timeout of this process to a store. Call it before the guest is instantiated.
    /// </summary>
    /// <param name="engine">The engine of the store.</param>
    /// <param name="store">
    /// The store of the guest. Its limits, epoch deadline and fuel are replaced; set others afterwards if you need them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The engine cannot honour a setting: it was created without <see cref="Config.WithEpochInterruption"/> although the process has a
    /// token that can be cancelled or a <see cref="WasiLimits.Timeout"/>, or without <see cref="Config.WithFuelConsumption"/> although it
    /// has a limit of <see cref="WasiLimits.Fuel"/>.
    /// </exception>
    /// <remarks>The first call for an engine tests its features, which takes about half a millisecond.</remarks>
    public void ConfigureStore(Engine engine, Store store)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(store);
        EngineFeatures features = EngineFeatures.Probe(engine);
        if (CanBeInterrupted && !features.HasEpochs)
        {
            string setting = Limits.Timeout is null ? "the cancellation token" : $"'{nameof(WasiLimits)}.{nameof(WasiLimits.Timeout)}'";
            throw new ArgumentException(
                $"The engine cannot interrupt a guest, so it cannot honour {setting}. "
                + $"Create it with '{nameof(Config)}.{nameof(Config.WithEpochInterruption)}(true)'.",
                nameof(engine));
        }

        if (Limits.Fuel is not null && !features.CountsFuel)
        {
            throw new ArgumentException(
                $"The engine does not count fuel, so it cannot honour '{nameof(WasiLimits)}.{nameof(WasiLimits.Fuel)}'. "
                + $"Create it with '{nameof(Config)}.{nameof(Config.WithFuelConsumption)}(true)'.",
                nameof(engine));
        }

        Configure(engine, store, features.HasEpochs, features.CountsFuel);
    }

    /// <summary>Applies the limits to a store of an engine with known features.</summary>
    internal void Configure(Engine engine, Store store, bool hasEpochs, bool countsFuel, ulong? fuel = null)
    {
        _configuredStore = store;
        ConfigureThread(MainThread, engine, store, hasEpochs, countsFuel, fuel);
    }

    /// <summary>Applies the limits to the store of a thread.</summary>
    /// <param name="thread">The thread of the guest.</param>
    /// <param name="engine">The engine of the store.</param>
    /// <param name="store">The store.</param>
    /// <param name="hasEpochs">True if the engine can interrupt guests.</param>
    /// <param name="countsFuel">True if the engine counts fuel.</param>
    /// <param name="fuel">The fuel of the store; null for <see cref="WasiLimits.Fuel"/>.</param>
    internal void ConfigureThread(WasiThread thread, Engine engine, Store store, bool hasEpochs, bool countsFuel, ulong? fuel)
    {
        store.SetLimits(
            memorySize: MaxMemory,
            tableElements: (uint)Limits.MaxTableElements,
            tables: WasiLimits.MaxTables,
            memories: 1);
        if (countsFuel)
        {
            store.Fuel = fuel ?? (ulong?)Limits.Fuel ?? ulong.MaxValue;
        }

        if (hasEpochs)
        {
            InterruptByEpochs(thread, engine, store);
        }
    }

    private void InterruptByEpochs(WasiThread thread, Engine engine, Store store)
    {
        // The epoch belongs to the engine. Incrementing it makes every guest on the engine check its own shutdown.
        Shutdown.Ended = () =>
        {
            engine.IncrementEpoch();
            Threads.WakeAtEnd();
        };
        IncrementEpoch = engine.IncrementEpoch;
        store.SetEpochDeadlineCallback(_ =>
        {
            thread.Waiter.ThrowIfEnded();
            Shutdown.Safepoint?.Check();
            return 1;
        });
        store.SetEpochDeadline(1);
        Shutdown.ThrowIfEnded();
    }

    /// <summary>Runs a guest on the calling thread: calls its export <c>_start</c>, and returns when the guest ends.</summary>
    /// <param name="guest">
    /// A guest whose imports contain this process (<see cref="WasiImports.AddWasi"/>), in a store that <see cref="ConfigureStore"/> has
    /// configured.
    /// </param>
    /// <returns>The exit code that the guest passed to <c>proc_exit</c>; 0 if it returned from <c>_start</c>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="ConfigureStore"/> was not called for the store of the guest.</exception>
    /// <exception cref="OperationCanceledException">The token of the process was cancelled.</exception>
    /// <exception cref="WasiTrapException">The guest or a host function trapped.</exception>
    /// <exception cref="WasiLimitException">
    /// The guest exceeded <see cref="WasiLimits.Timeout"/> or <see cref="WasiLimits.Fuel"/>.
    /// </exception>
    /// <remarks>An exception of a host function or an interceptor is rethrown unchanged.</remarks>
    public int Run(Guest guest)
    {
        ArgumentNullException.ThrowIfNull(guest);
        if (guest.Store != _configuredStore)
        {
            throw new InvalidOperationException(
                $"The limits of the process do not apply to the store of the guest. Call '{nameof(ConfigureStore)}' before the guest is "
                + "instantiated.");
        }

        using CallInterruption? interruption = CallInterruption.Start(this, Limits.Timeout, CancellationToken.None);
        try
        {
            return RunToExit(guest).ExitCode;
        }
        catch (Exception exception) when (GuestFailure.TryTranslate(exception, MainThread, out WasiException? failure))
        {
            throw failure;
        }
    }

    /// <summary>
    /// Runs the main thread and returns how the process has ended. The caller watches the timeout and translates exceptions.
    /// </summary>
    /// <param name="guest">The instance.</param>
    /// <param name="point">The point at which the process was copied; null if it begins with <c>_start</c>.</param>
    /// <exception cref="ProgramReplacedException">The process executes another program. All its threads have ended.</exception>
    internal WasiExitStatus RunToExit(Guest guest, ForkPoint? point = null)
    {
        try
        {
            RunMain(guest, point);
            return new WasiExitStatus(0);
        }
        catch (WasiExitException exit)
        {
            return WasiExitStatus.FromExit(exit);
        }
        finally
        {
            Threads.WaitForEnd();
        }
    }

    /// <summary>
    /// Runs the main thread. Throws the reason for which the process has ended, unless that is the return of the main thread.
    /// </summary>
    private void RunMain(Guest guest, ForkPoint? point)
    {
        Threads.EnterMain();
        try
        {
            MainThread.Run(guest, point?.Entry ?? ThreadEntry.Start, point);
        }
        catch (Exception exception)
            when (exception is not (WasiExitException or ProgramReplacedException) && !Shutdown.End(() => Translate(exception)))
        {
            // The first reason wins: this exception may be a consequence of it.
            Shutdown.Throw();
        }
        finally
        {
            Threads.LeaveMain();
        }

        if (!Shutdown.Exit(0))
        {
            Shutdown.Throw();
        }
    }

    /// <summary>
    /// Creates the exception that the other threads throw in their host calls. An exception of the engine that a host call throws would
    /// count as one of the host (<see cref="Guest.IsThrownByHost"/>).
    /// </summary>
    private Exception Translate(Exception exception) =>
        GuestFailure.TryTranslate(exception, MainThread, out WasiException? failure) ? failure : exception;

    /// <summary>
    /// Runs an instance that a Wasmtime .NET <see cref="Linker"/> created (<see cref="HostImports.Define(Linker, Module)"/>).
    /// </summary>
    /// <param name="instance">
    /// An instance whose imports contain this process, and that exports <c>_start</c>, in a store that <see cref="ConfigureStore"/> has
    /// configured.
    /// </param>
    /// <inheritdoc cref="Run(Guest)" path="/returns"/>
    /// <inheritdoc cref="Run(Guest)" path="/exception"/>
    /// <exception cref="ArgumentException">The instance exports no function <c>_start</c>.</exception>
    /// <remarks>
    /// Calls <c>_start</c> on the calling thread. An exception of a host function or an interceptor is rethrown unchanged. Set
    /// <see cref="WasiOptions.HandlesSignals"/> for a guest that handles signals. A linker of Wasmtime .NET cannot provide a shared memory;
    /// use <see cref="HostImports.Instantiate(Store, Module)"/> for guests that import one.
    /// </remarks>
    public int Run(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.GetAction("_start") is null)
        {
            throw new ArgumentException("The instance exports no function '_start'. Only commands can be run.", nameof(instance));
        }

        using Guest guest = Guest.FromInstance(instance);
        return Run(guest);
    }
}
