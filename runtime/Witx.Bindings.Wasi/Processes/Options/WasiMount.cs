using System;
using System.Text;

namespace Witx.Bindings.Wasi;

/// <summary>A directory under the path by which guests know it.</summary>
/// <param name="GuestPath">The path, such as <c>/</c> or <c>/data</c>. A guest that has no root, as in preview1, takes it for a mere name.</param>
/// <param name="Directory">The directory.</param>
/// <remarks>Under a root, mounts may lie in one another: a mount hides what the one above has at its path, and nothing else.</remarks>
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
