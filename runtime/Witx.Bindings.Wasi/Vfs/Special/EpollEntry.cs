namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>One entry of an epoll list.</summary>
/// <param name="list">The list that contains the entry.</param>
/// <param name="fd">The descriptor by which the entry was added.</param>
/// <param name="file">The open file of that descriptor.</param>
/// <param name="watched">The events to watch for.</param>
internal sealed class EpollEntry(EpollInode list, Fd fd, OpenFileDescription file, EpollEvent watched)
{
    private volatile EpollInterest _interest = new(watched);

    internal EpollInode List => list;

    internal Fd Fd => fd;

    internal OpenFileDescription File => file;

    /// <summary>
    /// The events to watch for. A modification replaces the object, so that a wait in progress continues with the old one.
    /// </summary>
    internal EpollInterest Interest
    {
        get => _interest;
        set => _interest = value;
    }

    /// <summary>True if the open file was closed. Used under the lock of the list.</summary>
    internal bool IsRemoved { get; set; }
}
