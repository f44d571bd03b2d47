using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>Something that a thread can wait for by a <see cref="Waiter"/>, such as an open file.</summary>
internal interface IPollable
{
    /// <summary>
    /// Reports the events that are ready, and registers with the waiter the host handles and queues that the others depend on.
    /// </summary>
    /// <param name="interest">The events of interest. Errors and hang-ups are always reported.</param>
    /// <param name="waiter">
    /// The waiter of the calling thread, between <see cref="Waiter.BeginRound"/> and <see cref="Waiter.Wait"/>.
    /// </param>
    Readiness Poll(PollEvents interest, Waiter waiter);
}
