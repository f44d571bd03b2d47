using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>The events that an epoll entry watches for, and which of them were reported.</summary>
/// <param name="watched">The events, and the data to return with them.</param>
internal sealed class EpollInterest(EpollEvent watched)
{
    private const EpollType Always = EpollType.Epollerr | EpollType.Epollhup;

    // Readiness generations of the inode: at the last report to the guest, at the last change that was counted, and at the last poll.
    private uint _reported = uint.MaxValue;
    private uint _counted = uint.MaxValue;
    private uint _polled;
    private bool _isDisabled;

    internal EpollEvent Watched => watched;

    /// <summary>Polls the open file.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="isNew">True if the file may have become ready again since the last call that found it ready.</param>
    /// <returns>The events to report now.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="System.OperationCanceledException">
    /// The process was cancelled. This is checked for each entry, because a list may be long.
    /// </exception>
    internal EpollType Poll(OpenFileDescription file, Waiter waiter, out bool isNew)
    {
        isNew = false;
        waiter.ThrowIfEnded();
        if (_isDisabled || file.IsClosed)
        {
            return 0;
        }

        Inode inode = file.Inode;
        _polled = inode.ReadinessGeneration;
        PollEvents interest =
            ((watched.Events & (EpollType.Epollin | EpollType.Epollrdhup)) != 0 ? PollEvents.Readable : 0)
            | ((watched.Events & EpollType.Epollout) != 0 ? PollEvents.Writable : 0);
        EpollType ready = ToEvents(inode.Poll(file, interest, waiter).Events) & (watched.Events | Always);

        // A nested list finds new events while it is polled. It has only one kind of event, so no event of another kind is missed.
        _polled = inode is EpollInode ? inode.ReadinessGeneration : _polled;
        isNew = ready != 0 && Interlocked.Exchange(ref _counted, _polled) != _polled;
        return (watched.Events & EpollType.Epollet) != 0 && _polled == _reported ? 0 : ready;
    }

    /// <summary>Records that the guest received the events of the last <see cref="Poll"/>.</summary>
    internal void MarkReported()
    {
        _reported = _polled;
        _isDisabled = (watched.Events & EpollType.Epolloneshot) != 0;
    }

    private static EpollType ToEvents(PollEvents ready) =>
        ((ready & PollEvents.Readable) != 0 ? EpollType.Epollin : 0)
        | ((ready & PollEvents.Writable) != 0 ? EpollType.Epollout : 0)
        | ((ready & (PollEvents.Error | PollEvents.Invalid)) != 0 ? EpollType.Epollerr : 0)
        | ((ready & PollEvents.HangUp) != 0 ? EpollType.Epollhup | EpollType.Epollrdhup : 0);
}
