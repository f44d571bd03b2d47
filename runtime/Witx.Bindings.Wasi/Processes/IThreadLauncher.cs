using System.Collections.Immutable;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Runs the further threads of a process: each in an instance of its own, on a thread of the host.</summary>
internal interface IThreadLauncher
{
    /// <summary>The memory of the host that each thread and context takes in bytes: its stack, and the tables of its instance.</summary>
    long ThreadMemory { get; }

    /// <summary>Starts a thread, and waits until its instance exists.</summary>
    /// <param name="caller">The thread that starts the other one. It is interrupted if the process ends.</param>
    /// <param name="thread">The new thread. <see cref="ThreadGroup.Remove"/> is called for it when it has ended.</param>
    /// <param name="entry">The function that it calls.</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the system or the engine refuses another thread.</returns>
    Errno Start(WasiThread caller, WasiThread thread, ThreadEntry entry);

    /// <summary>True if the engine counts the instructions of guests.</summary>
    bool CountsFuel { get; }

    /// <summary>The ends of the stacks that contexts have or had in the guest's memory.</summary>
    ImmutableArray<ulong> ContextStacks { get; }

    /// <summary>Starts a context on a thread of the host: creates its instance, and calls its function when it is switched to.</summary>
    /// <param name="thread">The thread of the guest that the context belongs to.</param>
    /// <param name="context">
    /// The new context. <see cref="ContextGroup.WaitForFirstSwitch"/> is called for it when its instance exists, and
    /// <see cref="ContextGroup.Complete"/> is called for it when its instance does not exist any more.
    /// </param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the system refuses another thread.</returns>
    Errno Start(WasiThread thread, GuestContext context);

    /// <summary>
    /// Wakes the threads that wait in <c>memory.atomic.wait</c>, which the engine does not interrupt. The process must have ended, so that
    /// each of them ends when it is woken. Called on one thread.
    /// </summary>
    void WakeAtomicWaits();
}
