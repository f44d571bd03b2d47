namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A symbolic link that the embedder provides as a descriptor. Only its attributes can be read.</summary>
internal sealed class SymlinkInode(byte[] target) : Inode
{
    internal override Filetype Filetype => Filetype.SymbolicLink;

    internal override Rights Rights => RightsTable.Symlink;

    internal override Filestat FileStat => base.FileStat with { Nlink = 1, Size = (ulong)target.Length };

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Errno.Success;
    }
}
