namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// The rights of each kind of inode. For an operation without a right in this table, the inode returns the error, not the rights check.
/// </summary>
internal static class RightsTable
{
    /// <summary>The rights of every descriptor. An inode that does not support such an operation returns its error.</summary>
    private const Rights Any =
        Rights.FdSync | Rights.FdDatasync | Rights.FdFdstatSetFlags | Rights.FdFilestatGet | Rights.PollFdReadwrite;

    private const Rights Reading = Rights.FdRead;

    private const Rights Writing = Rights.FdWrite | Rights.FdAllocate | Rights.FdFilestatSetSize;

    private const Rights Offsets = Rights.FdSeek | Rights.FdTell | Rights.FdAdvise | Rights.FdFilestatSetTimes;

    internal const Rights Directory =
        Any | Rights.FdReaddir | Rights.FdFilestatSetTimes | Rights.PathCreateDirectory | Rights.PathCreateFile | Rights.PathLinkSource
        | Rights.PathLinkTarget | Rights.PathOpen | Rights.PathReadlink | Rights.PathRenameSource | Rights.PathRenameTarget
        | Rights.PathFilestatGet | Rights.PathFilestatSetSize | Rights.PathFilestatSetTimes | Rights.PathSymlink
        | Rights.PathRemoveDirectory | Rights.PathUnlinkFile;

    internal const Rights DirectoryInheriting = Directory | Offsets | Reading | Writing;

    internal const Rights Buffer = Any | Rights.FdRead | Rights.FdSeek | Rights.FdTell;

    internal const Rights Symlink = Any;

    internal const Rights Socket =
        Any | Rights.FdRead | Rights.FdWrite | Rights.SockShutdown | Rights.SockAccept | Rights.SockConnect | Rights.SockListen
        | Rights.SockBind | Rights.SockRecv | Rights.SockSend | Rights.SockAddrLocal | Rights.SockAddrRemote | Rights.SockRecvFrom
        | Rights.SockSendTo;

    internal const Rights Event = Any | Rights.FdRead | Rights.FdWrite;

    internal const Rights Epoll = Any;

    /// <summary>Returns the rights of a file with offsets.</summary>
    /// <param name="reads">True if it is open for reading.</param>
    /// <param name="writes">True if it is open for writing.</param>
    internal static Rights File(bool reads, bool writes) => Any | Offsets | (reads ? Reading : 0) | (writes ? Writing : 0);

    /// <summary>Returns the rights of a stream or an end of a pipe.</summary>
    /// <param name="reads">True if it is open for reading.</param>
    /// <param name="writes">True if it is open for writing.</param>
    internal static Rights Stream(bool reads, bool writes) => Any | (reads ? Rights.FdRead : 0) | (writes ? Rights.FdWrite : 0);
}
