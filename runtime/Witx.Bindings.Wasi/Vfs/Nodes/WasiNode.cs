namespace Witx.Bindings.Wasi;

/// <summary>
/// A file, directory or symbolic link of a file system of your own: see <see cref="WasiDirectoryNode"/>, <see cref="WasiFileNode"/> and
/// <see cref="WasiLinkNode"/>.
/// </summary>
/// <remarks>
/// Members are called on the threads of all guests that use the file system, also at the same time. Guests wait for them, and cannot be
/// cancelled during a call. A member reports an expected failure by its errno. An exception ends the run and is rethrown unchanged, as an
/// exception of a host function is; only <see cref="System.ObjectDisposedException"/> becomes <c>Errno.Badf</c> (EBADF).
/// </remarks>
public abstract class WasiNode
{
    private protected WasiNode()
    {
    }

    /// <summary>Gets the number that identifies the file in its file system, or 0 to number this object.</summary>
    /// <remarks>Override it if two objects can be the same file.</remarks>
    public virtual ulong InodeNumber => 0;

    /// <summary>Gets the number of names (hard links). The default is 1.</summary>
    public virtual ulong LinkCount => 1;

    /// <summary>Gets the timestamps. The default is 1970.</summary>
    public virtual WasiNodeTimes Times => default;

    /// <summary>Sets timestamps, in nanoseconds since 1970-01-01 (UTC).</summary>
    /// <param name="accessed">The time of the last read, or null to keep it.</param>
    /// <param name="modified">The time of the last change, or null to keep it.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno SetTimes(ulong? accessed, ulong? modified) => Errno.Rofs;
}
