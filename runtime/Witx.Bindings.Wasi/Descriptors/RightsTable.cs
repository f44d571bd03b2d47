namespace Witx.Bindings.Wasi;

/// <summary>The rights that each kind of inode is born with. What is missing from them is not missing to a guest: the kind itself answers.</summary>
internal static class RightsTable
{
    /// <summary>What every descriptor can be asked for: a kind that cannot answers itself.</summary>
    private const Rights Any =
        Rights.FdSync | Rights.FdDatasync | Rights.FdFdstatSetFlags | Rights.FdFilestatGet | Rights.PollFdReadwrite;

    /// <summary>What a file opened for reading can do besides.</summary>
    internal const Rights Reading = Rights.FdRead;

    /// <summary>What a file opened for writing can do besides.</summary>
    internal const Rights Writing = Rights.FdWrite | Rights.FdAllocate | Rights.FdFilestatSetSize;

    /// <summary>A file with offsets, in whatever mode.</summary>
    internal const Rights File = Any | Rights.FdSeek | Rights.FdTell | Rights.FdAdvise | Rights.FdFilestatSetTimes;

    /// <summary>A file without offsets, in whatever mode: a terminal, a host pipe, a stream of the embedder.</summary>
    internal const Rights Stream = Any;

    internal const Rights Directory =
        Any | Rights.FdReaddir | Rights.FdFilestatSetTimes | Rights.PathCreateDirectory | Rights.PathCreateFile | Rights.PathLinkSource
        | Rights.PathLinkTarget | Rights.PathOpen | Rights.PathReadlink | Rights.PathRenameSource | Rights.PathRenameTarget
        | Rights.PathFilestatGet | Rights.PathFilestatSetSize | Rights.PathFilestatSetTimes | Rights.PathSymlink
        | Rights.PathRemoveDirectory | Rights.PathUnlinkFile;

    internal const Rights DirectoryInheriting = Directory | File | Reading | Writing;

    internal const Rights Buffer = Any | Rights.FdRead | Rights.FdSeek | Rights.FdTell;

    internal const Rights Symlink = Any;

    internal const Rights Socket = Any | Rights.FdRead | Rights.FdWrite | Rights.SockShutdown | Rights.SockAccept;

    internal const Rights PipeReader = Any | Rights.FdRead;

    internal const Rights PipeWriter = Any | Rights.FdWrite;

    internal const Rights Event = Any | Rights.FdRead | Rights.FdWrite;

    internal const Rights Epoll = Any;
}
