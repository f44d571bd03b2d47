using System;
using System.Text;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Devices;
using Witx.Bindings.Wasi.Vfs.Policies;

namespace Witx.Bindings.Wasi;

/// <summary>A directory together with the path at which a guest sees it.</summary>
/// <param name="GuestPath">
/// The path in the guest, such as <c>/</c> or <c>/data</c>: not empty and without NUL. In preview1, which has no root directory, it is
/// the name of a preopened directory.
/// </param>
/// <param name="Directory">The directory that the guest sees at the path.</param>
/// <remarks>
/// <para>
/// A mount below the path of another mount hides the content of that directory there, whichever descriptor the guest starts from. Its own
/// <see cref="IsReadOnly"/> applies. Renaming or removing a mount point, or a directory above one, fails with <c>Errno.Busy</c> (EBUSY).
/// Absolute guest paths form one tree, and relative guest paths another. Paths that start with <c>..</c> form one tree for each number of
/// leading <c>..</c> components.
/// </para>
/// <para>
/// Protection is by guest path. If a host directory is also below another mount, it can be reached there with that mount's permissions.
/// On a case-insensitive host this includes the same name in another case.
/// </para>
/// </remarks>
/// <example>
/// A read-only directory of the host, and a directory in memory for temporary files:
/// <code>
/// WasiOptions options = new()
/// {
///     Mounts =
///     [
///         new WasiMount("/data", WasiDirectory.FromHostPath("/srv/data")) { IsReadOnly = true },
///         new WasiMount("/tmp", WasiDirectory.CreateInMemory()),
///     ],
/// };
/// </code>
/// </example>
public sealed record WasiMount(string GuestPath, WasiDirectory Directory)
{
    /// <summary>
    /// True if every call that would change the directory or its content fails with <c>Errno.Perm</c> (EPERM). The default is false.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// True if the guest can open devices of the host and files of <c>/proc</c> below the directory. The default is false.
    /// </summary>
    /// <remarks>
    /// If false, opening them fails with <c>Errno.Acces</c> (EACCES). Set it for trusted programs only: a device can change the host, and
    /// <c>/proc/self/mem</c> is the memory of this .NET process. <see cref="WasiDirectory.Devices"/> provides virtual devices instead.
    /// Magic links, such as those in <c>/proc/self/fd</c>, are never followed.
    /// </remarks>
    public bool AllowDevices { get; init; }

    /// <summary>
    /// True if the guest can execute WebAssembly modules and scripts below the directory (<c>proc_exec3</c>, <c>proc_spawn2</c>). The
    /// default is false.
    /// </summary>
    /// <remarks>
    /// If false, executing them fails with <c>Errno.Acces</c> (EACCES). A program runs as another process of the guest, with no other
    /// rights than the process that starts it. Compiling it takes time and memory of the host
    /// (<see cref="WasiLimits.MaxProgramSize"/>). <see cref="WasiOptions.Programs"/> provides programs of the host instead.
    /// </remarks>
    public bool AllowExecution { get; init; }

    /// <summary>
    /// False if the guest has no descriptor for the directory at its start, and reaches it only by a path from another directory. The
    /// default is true.
    /// </summary>
    /// <remarks>
    /// A guest of WASIX reaches every mount from the directory <c>/</c>. A guest of preview1 reaches this one only if a mount has a path
    /// above it. The numbers of its descriptors are then the same as without this mount.
    /// </remarks>
    public bool IsPreopened { get; init; } = true;

    /// <summary>Gets the policy that decides which files below the directory the guest can access, or null to allow all.</summary>
    /// <remarks>
    /// The policy is called before <see cref="IsReadOnly"/> applies. It does not apply to <see cref="WasiDirectory.WriteFile"/> and other
    /// methods of <see cref="Directory"/>, nor to another mount of the same directory.
    /// </remarks>
    public IWasiFilePolicy? Policy { get; init; }

    /// <summary>Opens the directory for one process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="ledger">The account of the process for host memory.</param>
    /// <param name="log">The log for requests that the policy denied or audited.</param>
    /// <exception cref="ArgumentException"><see cref="GuestPath"/> is empty or contains NUL.</exception>
    internal Mount Open(IDeviceBackend process, ResourceLedger ledger, ILogger log)
    {
        ArgumentException.ThrowIfNullOrEmpty(GuestPath);
        if (GuestPath.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Guest path '{PrintableText.From(GuestPath)}' is invalid: it must not contain NUL.");
        }

        MountPolicy? policy = Policy is null ? null : new MountPolicy(Policy, GuestPath, log);
        DirectoryInode directory = Directory.Open(new WasiDirectoryUse(process, AllowDevices, ledger));
        return new Mount(Encoding.UTF8.GetBytes(GuestPath), directory, IsReadOnly, AllowExecution, policy)
        {
            IsPreopened = IsPreopened,
        };
    }
}
