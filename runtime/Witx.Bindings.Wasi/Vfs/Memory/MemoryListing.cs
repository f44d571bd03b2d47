using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A listing of a directory in memory. It is not a snapshot: each entry is read when the listing reaches it.</summary>
/// <param name="directory">The directory.</param>
internal sealed class MemoryListing(MemoryDirectoryNode directory) : DirectoryListing
{
    private const ulong SelfCookie = 1;
    private const ulong ParentCookie = 2;

    private ulong _cookie;
    private ulong _next;

    internal override Errno MoveTo(ulong cookie)
    {
        _cookie = cookie;
        return Errno.Success;
    }

    internal override Errno Peek(out HostEntry entry, out bool found)
    {
        lock (directory.Volume.NamesLock)
        {
            found = true;
            if (_cookie < ParentCookie)
            {
                _next = _cookie + 1;
                MemoryDirectoryNode dot = _next == SelfCookie ? directory : directory.Parent ?? directory;
                entry = new HostEntry(_next == SelfCookie ? "."u8 : ".."u8, dot.Inode, Filetype.Directory, _next);
            }
            else if (directory.TryGetNext(_cookie, out byte[]? name, out MemoryEntry? node, out _next))
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
