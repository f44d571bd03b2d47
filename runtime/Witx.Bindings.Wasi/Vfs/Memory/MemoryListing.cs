using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>The entries of a directory in memory, as they are when they are come to.</summary>
internal sealed class MemoryListing(MemoryDirectoryNode folder) : DirectoryListing
{
    private const ulong Self = 1;
    private const ulong Parent = 2;

    private ulong _cookie;
    private ulong _next;

    internal override Errno MoveTo(ulong cookie)
    {
        _cookie = cookie;
        return Errno.Success;
    }

    internal override Errno Peek(out HostEntry entry, out bool found)
    {
        lock (folder.Volume.NamesLock)
        {
            found = true;
            if (_cookie < Parent)
            {
                _next = _cookie + 1;
                MemoryDirectoryNode dot = _next == Self ? folder : folder.Parent ?? folder;
                entry = new HostEntry(_next == Self ? "."u8 : ".."u8, dot.Inode, Filetype.Directory, _next);
            }
            else if (folder.TryGetNext(_cookie, out byte[]? name, out MemoryNode? node, out _next))
            {
                entry = new HostEntry(name, node.Inode, node.Filetype, _next);
            }
            else
            {
                entry = default;
                found = false;
            }
        }

        return Errno.Success;
    }

    internal override void Advance() => _cookie = _next;
}
