using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi;

/// <summary>Limits on what all guests together may store in one <see cref="WasiDirectory"/>.</summary>
public sealed record WasiQuota
{
    /// <summary>Gets the maximum number of bytes. The default is 256 MiB. Beyond it, calls fail with <c>Errno.Nospc</c> (ENOSPC).</summary>
    /// <remarks>
    /// In memory, the sum of the lengths of all files, holes included, and of all targets of symbolic links. On the host, the number of
    /// bytes written; deleting a file does not return them.
    /// </remarks>
    public ulong MaxBytes { get; init; } = Quota.DefaultMaxBytes;

    /// <summary>Gets the maximum number of names. The default is 65,536. Beyond it, calls fail with <c>Errno.Nospc</c> (ENOSPC).</summary>
    /// <remarks>
    /// A name is a file, directory, symbolic link or hard link. In memory, all names of all directories count; on the host, the names that
    /// guests created minus the names that they removed.
    /// </remarks>
    public ulong MaxEntries { get; init; } = Quota.DefaultMaxEntries;

    /// <summary>Gets the maximum length of a file on the host in bytes. The default is <see cref="long.MaxValue"/>.</summary>
    /// <remarks>Beyond it, calls fail with <c>Errno.Fbig</c> (EFBIG). Directories in memory ignore this limit.</remarks>
    public ulong MaxFileSize { get; init; } = long.MaxValue;
}
