using System;
using System.Text;

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

    internal Mount Open()
    {
        ArgumentException.ThrowIfNullOrEmpty(GuestPath);
        if (GuestPath.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{GuestPath.Replace("\0", "\\0", StringComparison.Ordinal)}' holds a NUL, which no path can", nameof(GuestPath));
        }

        return new Mount(Encoding.UTF8.GetBytes(GuestPath), Directory.Open(), IsReadOnly);
    }
}
