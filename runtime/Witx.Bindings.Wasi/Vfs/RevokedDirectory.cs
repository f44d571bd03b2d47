using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Replaces a directory whose mount was revoked. Its operations fail with <c>Errno.Stale</c> (ESTALE).</summary>
internal sealed class RevokedDirectory : DirectoryInode
{
    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        directory = null;
        return Errno.Stale;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        return Errno.Stale;
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = default;
        return Errno.Stale;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat) => GetStat(out stat);

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        return Errno.Stale;
    }

    internal override Errno SetTimes(FileTimes times) => Errno.Stale;

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => Errno.Stale;

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Stale;

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Stale;

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Stale;

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Stale;

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Stale;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Stale;

    internal override DirectoryListing List() => new FailedListing(Errno.Stale);
}
