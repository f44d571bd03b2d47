using System;
using System.Text;
using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Devices;

namespace Witx.Bindings.Wasi;

/// <summary>A directory under the path by which guests know it.</summary>
/// <param name="GuestPath">The path, such as <c>/</c> or <c>/data</c>. A guest that has no root, as in preview1, takes it for a mere name.</param>
/// <param name="Directory">The directory.</param>
/// <remarks>
/// <para>
/// A mount below another mount's path hides what the other directory contains there, and its <see cref="IsReadOnly"/> applies, through every descriptor of
/// the guest. Mount points and the directories above them cannot be renamed or removed (<c>busy</c>). Absolute paths form one tree; relative paths form
/// another, and paths with leading <c>..</c> one for each number of them.
/// </para>
/// <para>
/// The protection is by guest path. A host directory that is also below another mount, under another name or (on a case-insensitive host) in another
/// case, remains reachable by that name with that mount's permissions.
/// </para>
/// </remarks>
public sealed record WasiMount(string GuestPath, WasiDirectory Directory)
{
    /// <summary>Whether whatever would change it is <c>perm</c>.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// Whether the guest can open devices of the host below the directory, such as <c>/dev/tty</c>, and files of a process file system (<c>/proc</c>).
    /// </summary>
    /// <remarks>
    /// False by default: opening them is <c>acces</c>. A device can change the host, and <c>/proc/self/mem</c> is the memory of this process.
    /// <see cref="WasiDirectory.Devices"/> has virtual devices. Magic links, such as those in <c>/proc/self/fd</c>, are never followed.
    /// </remarks>
    public bool AllowDevices { get; init; }

    internal Mount Open(IDeviceBackend process)
    {
        ArgumentException.ThrowIfNullOrEmpty(GuestPath);
        if (GuestPath.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Guest path '{PrintableText.From(GuestPath)}' is invalid: it must not contain NUL.");
        }

        return new Mount(Encoding.UTF8.GetBytes(GuestPath), Directory.Open(new WasiDirectoryUse(process, AllowDevices)), IsReadOnly);
    }
}
