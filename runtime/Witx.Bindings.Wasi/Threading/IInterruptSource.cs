namespace Witx.Bindings.Wasi.Threading;

/// <summary>A reason to leave a wait with <c>Errno.Intr</c> (EINTR), such as a pending signal.</summary>
internal interface IInterruptSource
{
    /// <summary>True if a wait must return <c>Errno.Intr</c> now. A change to true is followed by <see cref="Waiter.Wake"/>.</summary>
    bool IsPending { get; }
}
