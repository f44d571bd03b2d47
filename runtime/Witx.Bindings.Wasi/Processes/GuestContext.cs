using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// A context of a guest's thread: a stack of its own, which is an instance in a store of its own, on a thread of the host.
/// </summary>
/// <param name="id">The identifier that the guest sees; 0 for the main context.</param>
/// <param name="entry">The index of its function in the guest's table.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without a wait handle there is nothing to dispose.")]
internal sealed class GuestContext(ulong id, ulong entry)
{
    // The thread of a context that is resumed soon need not be woken by the system: benchmark row "a switch between two contexts".
    private const int SpinCount = 60;

    private readonly ManualResetEventSlim _resumed = new(false, SpinCount);

    internal ulong Id => id;

    internal ulong Entry => entry;

    /// <summary>The instance; null until it exists.</summary>
    internal Guest? Guest { get; set; }

    /// <summary>The state of the thread that belongs to the context, while the context is suspended.</summary>
    internal ContextState State { get; set; }

    /// <summary>The context to resume when this one ends.</summary>
    internal GuestContext? Successor { get; set; }

    /// <summary>The error of the start, if the instance could not be created.</summary>
    internal Errno StartError { get; set; }

    /// <summary>True after <c>context_destroy</c>: the context unwinds, and must not run again.</summary>
    internal bool IsDestroyed { get; private set; }

    /// <summary>The exception that the context throws when it is resumed.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Makes the context unwind when it is resumed.</summary>
    internal void Destroy() => (IsDestroyed, Failure) = (true, new ContextDestroyedException());

    /// <summary>Lets the thread of the context continue. The calling thread must not run code of the guest afterwards.</summary>
    internal void Resume() => _resumed.Set();

    /// <summary>Waits until the context is resumed.</summary>
    internal void Wait()
    {
        _resumed.Wait();
        _resumed.Reset();
        if (Failure is { } failure)
        {
            Failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
