using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>The open parent directory of a path, and the last path component.</summary>
internal sealed class FileTreeParent : IDisposable
{
    private readonly OpenFileDescription _file;

    public FileTreeParent(GuestFiles guest, string path)
    {
        int slash = path.LastIndexOf('/');
        _file = guest.MustOpen(slash < 0 ? "." : path[..slash], HostOpen.Read | HostOpen.Directory);
        Name = path[(slash + 1)..];
    }

    public DirectoryInode Directory => (DirectoryInode)_file.Inode;

    public string Name { get; }

    public void Dispose() => _file.Release();
}
