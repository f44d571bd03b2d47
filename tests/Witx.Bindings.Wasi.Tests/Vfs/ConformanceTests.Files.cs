using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <content>Opening files, transfers, sizes and times.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void FileOpen_CreateTruncateAndExclusive_WorkLikePosix()
    {
        Assert.Equal(Errno.Noent, Guest.OpenAndClose("f", Read));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("f", HostOpen.Create | Read));
        Assert.Equal("", Guest.MustReadText("f"));
        Assert.Equal(Errno.Success, Guest.WriteText("f", "text"));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("f", HostOpen.Create | Read));
        Assert.Equal("text", Guest.MustReadText("f"));
        Assert.Equal(Errno.Exist, Guest.OpenAndClose("f", Create | HostOpen.Exclusive));
        Assert.Equal(Errno.Notdir, Guest.OpenAndClose("f", Directory));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("f", HostOpen.Truncate));
        Assert.Equal("", Guest.MustReadText("f"));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("g", Create | HostOpen.Exclusive));
        _tree.Fill("dir/");
        Assert.Equal(Errno.Isdir, Guest.OpenAndClose("dir", Write));
        Assert.Equal(Errno.Isdir, Guest.OpenAndClose("dir", Create));
        Assert.Equal(Errno.Isdir, Guest.OpenAndClose("dir", HostOpen.Truncate));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("dir", Read));
    }

    [Fact]
    public void FileTransfer_SeveralVectors_UsesThemInOrder()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        byte[] memory = Encoding.UTF8.GetBytes("..abc..defg..");
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, memory, [new(2, 3), new(0, 0), new(7, 4), new(13, 0)], 0, out uint written));
        Assert.Equal(7U, written);
        byte[] into = Encoding.UTF8.GetBytes("---------");
        Assert.Equal(Errno.Success, FileIO.ReadAt(file, into, [new(6, 2), new(1, 3), new(0, 1)], 1, out uint read));
        Assert.Equal(6U, read);
        Assert.Equal("gdef--bc-", Encoding.UTF8.GetString(into));
        Assert.Equal(Errno.Success, FileIO.ReadAt(file, into, [new(0, 9)], 7, out read));
        Assert.Equal(0U, read);
        file.Release();
    }

    [Fact]
    public void FileTransfer_MaxVectors_TransfersAll()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        byte[] memory = [.. Enumerable.Range(0, 1024).Select(static i => (byte)i)];
        IoVector[] vectors = [.. Enumerable.Range(0, 1024).Select(static i => new IoVector((ulong)i, 1))];
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, memory, vectors, 0, out uint written));
        Assert.Equal(1024U, written);
        byte[] into = new byte[1024];
        Assert.Equal(Errno.Success, FileIO.ReadAt(file, into, [.. vectors], 0, out uint read));
        Assert.Equal(1024U, read);
        Assert.Equal(memory, into);
        file.Release();
    }

    [Fact]
    public void FileOffset_ReadAndWrite_MovesButPreadAndPwriteDoNot()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        Assert.Equal(Errno.Success, FileIO.Write(file, "hello "u8.ToArray(), out _));
        Assert.Equal(Errno.Success, FileIO.Write(file, "world"u8.ToArray(), out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, "J"u8.ToArray(), 0, out _));
        Assert.Equal(11UL, file.Offset);
        Assert.Equal(Errno.Success, file.Inode.Seek(file, -5, Whence.End, out ulong offset));
        Assert.Equal(6UL, offset);
        byte[] buffer = new byte[3];
        Assert.Equal(Errno.Success, FileIO.Read(file, buffer, out _));
        Assert.Equal("wor", Encoding.UTF8.GetString(buffer));
        Assert.Equal("Jello world", Guest.MustReadText("f"));
        Assert.Equal(9UL, file.Offset);
        file.Release();
    }

    [Fact]
    public void FileAppend_FileGrownByOthers_WritesAtTheNewEnd()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        OpenFileDescription other = Guest.MustOpen("f", Write);
        file.Flags = Fdflags.Append;
        Assert.Equal(Errno.Success, FileIO.Write(file, "ab"u8.ToArray(), out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(other, "cd"u8.ToArray(), 2, out _));
        Assert.Equal(Errno.Success, FileIO.Write(file, "ef"u8.ToArray(), out uint count));
        Assert.Equal((2U, 6UL), (count, file.Offset));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, "X"u8.ToArray(), 0, out _));
        Assert.Equal((6UL, "Xbcdef"), (file.Offset, Guest.MustReadText("f")));
        file.Flags = 0;
        file.Offset = 1;
        Assert.Equal(Errno.Success, FileIO.Write(file, "Y"u8.ToArray(), out _));
        Assert.Equal("XYcdef", Guest.MustReadText("f"));
        file.Release();
        other.Release();
    }

    [Fact]
    public void FileSize_ShrunkAndGrown_FillsWithZeros()
    {
        _tree.Fill("f");
        OpenFileDescription file = Guest.MustOpen("f");
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, "0123456789"u8.ToArray(), 0, out _));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 4));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 6));
        Assert.Equal("0123\0\0", Guest.MustReadText("f"));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, "x"u8.ToArray(), 200_000, out _));
        Assert.Equal(200_001UL, Guest.MustStat("f").Size);
        Assert.Equal(Errno.Success, FileIO.ReadAll(file, out byte[] bytes));
        Assert.Equal(200_001, bytes.Length);
        Assert.Equal((byte)'x', bytes[^1]);
        Assert.True(bytes.Skip(4).Take(199_996).All(static b => b == 0));
        Assert.Equal(Errno.Inval, FileIO.SetSize(file, ulong.MaxValue));
        file.Release();
    }

    /// <summary>As on Linux, no transfer may go beyond the largest offset, but an empty one may start there.</summary>
    [Fact]
    public void FileTransfer_BeyondTheLargestOffset_IsInval()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        Assert.Equal((Errno.Success, 0U), (FileIO.WriteAt(file, [], long.MaxValue, out uint count), count));
        Assert.Equal((Errno.Success, 0U), (FileIO.ReadAt(file, [], long.MaxValue, out count), count));
        Assert.Equal((Errno.Success, 0U), (FileIO.ReadAt(file, new byte[1], long.MaxValue - 1, out count), count));
        (ulong, int)[] ranges = [(long.MaxValue, 1), (long.MaxValue - 1, 2), (1UL << 63, 0), (ulong.MaxValue, 1)];
        foreach ((ulong offset, int length) in ranges)
        {
            Assert.Equal((Errno.Inval, 0U), (FileIO.WriteAt(file, new byte[length], offset, out count), count));
            Assert.Equal((Errno.Inval, 0U), (FileIO.ReadAt(file, new byte[length], offset, out count), count));
        }

        Assert.Equal(Errno.Success, file.Inode.Seek(file, long.MaxValue, Whence.Set, out _));
        Assert.Equal(Errno.Inval, FileIO.Write(file, new byte[1], out _));
        Assert.Equal(0UL, FileIO.MustStat(file).Size);
        file.Release();
    }

    [Fact]
    public void FileAllocate_ShorterThanTheFile_DoesNotShrinkIt()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create | Read);
        Errno error = FileIO.Allocate(file, 10, 90);
        if (error != Errno.Notsup)
        {
            Assert.Equal(Errno.Success, error);
            Assert.Equal(100UL, FileIO.MustStat(file).Size);
            Assert.Equal(Errno.Success, FileIO.Allocate(file, 0, 10));
            Assert.Equal(100UL, FileIO.MustStat(file).Size);
        }

        Assert.Equal(Errno.Inval, FileIO.Allocate(file, 0, 0));
        Assert.Equal(Errno.Success, file.Inode.Advise(0, 10, Advice.Willneed));
        file.Release();
    }

    [Fact]
    public void OpenFile_Removed_StaysReadableAndWritable()
    {
        _tree.Fill("f");
        OpenFileDescription file = Guest.MustOpen("f");
        Assert.Equal(Errno.Success, Guest.RemoveFile("f"));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, "more"u8.ToArray(), 1, out _));
        Assert.Equal(Errno.Success, FileIO.ReadAll(file, out byte[] bytes));
        Assert.Equal("fmore", Encoding.UTF8.GetString(bytes));
        Assert.Equal((5UL, 0UL), (FileIO.MustStat(file).Size, FileIO.MustStat(file).Nlink));
        _tree.Fill("f");
        Assert.Equal("f", Guest.MustReadText("f"));
        file.Release();
    }

    [Fact]
    public void FileAccessMode_OtherDirection_IsBadf()
    {
        _tree.Fill("f");
        OpenFileDescription reader = Guest.MustOpen("f", Read);
        OpenFileDescription writer = Guest.MustOpen("f", Write);
        Assert.Equal(Errno.Badf, FileIO.WriteAt(reader, [1], 0, out _));
        Assert.Equal(Errno.Badf, FileIO.ReadAt(writer, [1], 0, out _));
        Assert.Equal(Errno.Inval, FileIO.SetSize(reader, 0));
        Assert.Equal("f", Guest.MustReadText("f"));
        reader.Release();
        writer.Release();
    }

    [Fact]
    public void FileTimes_Set_HaveNanosecondsAndDoNotFollowLinks()
    {
        _tree.Fill("f", "dir/", "link -> f");
        const ulong Accessed = 1_600_000_000_123_456_789;
        const ulong Modified = 1_500_000_000_987_654_321;
        ulong step = _tree is HostTree { Guest: not null } && !_tree.HasHardLinks ? 100UL : 1;
        FileTimes both = new(Accessed, Modified, Fstflags.Atim | Fstflags.Mtim);
        foreach (string path in new[] { "f", "dir" })
        {
            Assert.Equal(Errno.Success, Guest.SetTimes(path, follow: false, both));
            Filestat stat = Guest.MustStat(path);
            Assert.Equal((Accessed / step, Modified / step), (stat.Atim / step, stat.Mtim / step));
            Assert.Equal(Errno.Success, Guest.SetTimes(path, follow: false, new(0, 7_000_000_000, Fstflags.Mtim)));
            stat = Guest.MustStat(path);
            Assert.Equal((Accessed / step, 7_000_000_000UL), (stat.Atim / step, stat.Mtim));
            Assert.Equal(Errno.Success, Guest.SetTimes(path, follow: false, new(0, 0, Fstflags.AtimNow)));
            stat = Guest.MustStat(path);
            Assert.Equal(7_000_000_000UL, stat.Mtim);
            Assert.True(stat.Atim > Accessed);
        }

        if (_tree.HasHardLinks)
        {
            Assert.Equal(Errno.Success, Guest.SetTimes("link", follow: false, both));
            Assert.Equal(Modified, Guest.MustStat("link").Mtim);
            Assert.Equal(7_000_000_000UL, Guest.MustStat("f").Mtim);
        }

        Assert.Equal(Errno.Success, Guest.SetTimes("link", follow: true, both));
        Assert.Equal(Modified / step, Guest.MustStat("f").Mtim / step);
        OpenFileDescription file = Guest.MustOpen("f", Read);
        Assert.Equal(Errno.Success, file.Inode.SetTimes(new(1_000_000_000, 2_000_000_000, Fstflags.Atim | Fstflags.Mtim)));
        Assert.Equal((1_000_000_000UL, 2_000_000_000UL), (FileIO.MustStat(file).Atim, FileIO.MustStat(file).Mtim));
        file.Release();
    }

    [Fact]
    public void FileTimes_FileOrDirectoryChanged_AreUpdated()
    {
        _tree.Fill("dir/", "dir/f");
        FileTimes old = new(1, 1, Fstflags.Atim | Fstflags.Mtim);
        Guest.SetTimes("dir", follow: false, old);
        Guest.SetTimes("dir/f", follow: false, old);
        Assert.Equal(Errno.Success, Guest.WriteText("dir/f", "new"));
        Assert.True(Guest.MustStat("dir/f").Mtim > 1_000_000_000);
        Assert.Equal(0UL, Guest.MustStat("dir").Mtim / 1_000_000_000);
        _tree.Fill("dir/g");
        Assert.True(Guest.MustStat("dir").Mtim > 1_000_000_000);
        Guest.SetTimes("dir", follow: false, old);
        Guest.RemoveFile("dir/g");
        Assert.True(Guest.MustStat("dir").Mtim > 1_000_000_000);
    }

    [Fact]
    public void FileSync_FileChangedByAnother_UpdatesTheKnownSize()
    {
        OpenFileDescription file = Guest.MustOpen("f", Create);
        OpenFileDescription other = Guest.MustOpen("f", Write);
        Assert.Equal((0UL, 0UL), (file.Inode.FileStat.Size, other.Inode.FileStat.Size));
        Assert.Equal(Errno.Success, FileIO.WriteAt(other, [1, 2, 3], 0, out _));
        Assert.Equal((0UL, 3UL), (file.Inode.FileStat.Size, other.Inode.FileStat.Size));
        Assert.Equal(Errno.Success, FileIO.Sync(file));
        Assert.Equal(3UL, file.Inode.FileStat.Size);
        Assert.Equal(Errno.Success, FileIO.DataSync(other));
        file.Release();
        other.Release();
        OpenFileDescription directory = Guest.MustOpen(".", Directory);
        Assert.Equal((Errno.Isdir, Errno.Isdir), (FileIO.Sync(directory), FileIO.DataSync(directory)));
        directory.Release();
    }
}
