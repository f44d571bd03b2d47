using System.Threading;
using Witx.Bindings.Wasi.Vfs.Policies;
using Witx.Bindings.Wasi.Vfs.ReadOnly;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A directory at a guest path. Every file that is opened below it refers to it.</summary>
/// <param name="guestPath">The guest path in UTF-8.</param>
/// <param name="directory">The directory.</param>
/// <param name="readOnly">True if operations that change it fail with <c>Errno.Perm</c> (EPERM).</param>
/// <param name="executable">True if the guest may execute programs below the directory.</param>
/// <param name="policy">The policy that each operation below the directory is subject to, or null for none.</param>
internal sealed class Mount(
    byte[] guestPath, DirectoryInode directory, bool readOnly = false, bool executable = false, MountPolicy? policy = null)
{
    private DirectoryInode _directory = CreateView(directory, readOnly, policy);

    internal byte[] GuestPath => guestPath;

    /// <summary>The directory, or a view of it that enforces the permissions of the mount.</summary>
    internal DirectoryInode Directory => Volatile.Read(ref _directory);

    internal bool IsReadOnly => readOnly;

    internal bool AllowsExecution => executable;

    /// <summary>True if the guest has a descriptor for the directory at its start.</summary>
    internal bool IsPreopened { get; init; } = true;

    /// <summary>True after <see cref="Revoke"/>.</summary>
    internal bool IsRevoked => Directory is RevokedDirectory;

    /// <summary>Makes paths into the mount fail. The caller then revokes the open files below it.</summary>
    internal void Revoke() => Interlocked.Exchange(ref _directory, new RevokedDirectory()).Close();

    private static DirectoryInode CreateView(DirectoryInode directory, bool readOnly, MountPolicy? policy)
    {
        directory = readOnly ? new ReadOnlyDirectory(directory) : directory;
        return policy is null ? directory : new PolicyDirectory(directory, new PolicyPath(policy, []));
    }
}
