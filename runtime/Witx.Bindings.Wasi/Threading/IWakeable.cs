namespace Witx.Bindings.Wasi.Threading;

/// <summary>A receiver of change notifications from a <see cref="WaitQueue"/>.</summary>
internal interface IWakeable
{
    /// <summary>Notifies the receiver of a change. Called on any thread under the lock of the queue, so it must return at once.</summary>
    void Wake();
}
