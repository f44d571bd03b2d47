namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A symbolic link that the embedder hands over as a descriptor: there is nothing to do with it but to look at it.</summary>
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
