using System.Collections.Generic;
using System.Threading;

namespace Witx.Bindings.Wasi;

/// <summary>A directory under the path by which guests know it. Every file opened below it carries it.</summary>
internal sealed class Mount
{
    private readonly Lock _lock = new();
    private readonly HashSet<OpenFile> _open = [];

    /// <summary>Mounts a directory.</summary>
    /// <param name="guestPath">UTF-8.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="readOnly">Whether whatever changes it is <c>perm</c>.</param>
    internal Mount(byte[] guestPath, DirectoryInode directory, bool readOnly = false)
    {
        GuestPath = guestPath;
        IsReadOnly = readOnly;
        Directory = readOnly ? new ReadOnlyDirectory(directory) : directory;
    }

    internal byte[] GuestPath { get; }

    /// <summary>The directory; a view that cannot change it when the mount is read-only.</summary>
    internal DirectoryInode Directory { get; }

    internal bool IsReadOnly { get; }

    /// <summary>Whether guests have lost it.</summary>
    internal bool IsRevoked { get; private set; }

    /// <summary>Takes the mount away from every guest: what they have open below it loses its file.</summary>
    internal void Revoke()
    {
        OpenFile[] open;
        lock (_lock)
        {
            IsRevoked = true;
            open = [.. _open];
            _open.Clear();
        }

        foreach (OpenFile file in open)
        {
            file.Revoke();
        }
    }

    /// <summary>Counts a file in that was opened below it.</summary>
    internal void Opened(OpenFile file)
    {
        lock (_lock)
        {
            if (!IsRevoked)
            {
                _open.Add(file);
                return;
            }
        }

        file.Revoke();
    }

    /// <summary>Counts a file out.</summary>
    internal void Closed(OpenFile file)
    {
        lock (_lock)
        {
            _open.Remove(file);
        }
    }
}
