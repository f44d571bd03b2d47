using System;
using System.IO;

namespace Witx.Bindings.Wasi;

/// <summary>A directory that guests can be given.</summary>
public sealed class WasiDirectory
{
    private readonly Func<DirectoryInode> _open;

    private WasiDirectory(Func<DirectoryInode> open) => _open = open;

    /// <summary>A directory of the host with all that is in it. Guests cannot leave it, whatever links lie in it and whoever changes them meanwhile.</summary>
    /// <param name="path">The host's path.</param>
    /// <remarks>Opened when a process starts. The host's kernel confines it where it can (Linux 5.6), else it is walked name by name.</remarks>
    public static WasiDirectory Host(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        return new WasiDirectory(() =>
        {
            Errno error = HostDirectory.Open(full, limits: null, out HostDirectory? directory);
            return error == Errno.Success ? directory! : throw new DirectoryNotFoundException($"the host's directory '{full}' cannot be given to a guest ({error})");
        });
    }

    /// <summary>Opens it for one process, which closes it.</summary>
    internal DirectoryInode Open() => _open();
}
