using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <summary><see cref="DescriptorTable"/>, which maps descriptors to open file descriptions.</summary>
public sealed class DescriptorTableTests
{
    [Fact]
    public void DescriptorInsert_FreeDescriptors_TakesTheLowest()
    {
        DescriptorTable table = new(8);
        Assert.Equal([0u, 1u, 2u, 3u], Insert(table, 4));
        Assert.Equal(Errno.Success, table.Remove(new Fd(2)));
        Assert.Equal(Errno.Success, table.Remove(new Fd(0)));
        Assert.Equal([0u, 2u, 4u], Insert(table, 3));
    }

    [Fact]
    public void DescriptorInsert_TableFull_IsMfile()
    {
        DescriptorTable table = new(3);
        Assert.Equal([0u, 1u, 2u], Insert(table, 3));
        Assert.False(table.HasRoom);
        Assert.Equal(Errno.Mfile, table.Insert(CreateDescriptor(out _), out _));
        Assert.Equal(Errno.Success, table.Remove(new Fd(1)));
        Assert.True(table.HasRoom);
        Assert.Equal([1u], Insert(table, 1));
    }

    [Theory]
    [InlineData(0u, Errno.Success, 1u)]
    [InlineData(40u, Errno.Success, 40u)]
    [InlineData(63u, Errno.Success, 63u)]
    [InlineData(64u, Errno.Mfile, 0u)]
    [InlineData(uint.MaxValue, Errno.Mfile, 0u)]
    public void DescriptorDuplicate_Minimum_IsRespectedUpToTheCapacity(uint minimum, Errno expected, uint number)
    {
        DescriptorTable table = new(64);
        Insert(table, 1);
        Assert.Equal(expected, table.Duplicate(new Fd(0), minimum, false, out Fd fd));
        Assert.Equal(number, fd.Value);
    }

    [Fact]
    public void DescriptorInsert_AfterAHighDuplicate_TakesTheLowest()
    {
        DescriptorTable table = new(64);
        Insert(table, 1);
        Assert.Equal(Errno.Success, table.Duplicate(new Fd(0), 5, false, out _));
        Assert.Equal([1u, 2u, 3u, 4u, 6u], Insert(table, 5));
    }

    [Fact]
    public void DescriptorRemove_LastDescriptor_ClosesTheFile()
    {
        DescriptorTable table = new(8);
        Assert.Equal(Errno.Success, table.Insert(CreateDescriptor(out CountingInode inode), out Fd first));
        Assert.Equal(Errno.Success, table.Duplicate(first, 0, false, out Fd second));
        DescriptorTable clone = table.Clone();
        Assert.Equal(Errno.Success, table.Remove(first));
        Assert.Equal(Errno.Success, table.Remove(second));
        Assert.Equal(0, inode.CloseCount);
        clone.Clear();
        Assert.Equal(1, inode.CloseCount);
    }

    [Fact]
    public void DescriptorMove_TargetOpen_ClosesTheTarget()
    {
        DescriptorTable table = new(8);
        Assert.Equal(Errno.Success, table.Insert(CreateDescriptor(out CountingInode moved), out Fd from));
        Assert.Equal(Errno.Success, table.Insert(CreateDescriptor(out CountingInode closed), out Fd to));
        Assert.Equal(Errno.Success, table.Move(from, from));
        Assert.Equal(Errno.Success, table.Move(from, to));
        Assert.Equal((0, 1), (moved.CloseCount, closed.CloseCount));
        Assert.False(table.TryGet(from, out _));
        Assert.True(table.TryGet(to, out Descriptor? descriptor));
        Assert.Same(moved, descriptor.File.Inode);
        foreach (uint number in new[] { from.Value, 7u, 8u, uint.MaxValue })
        {
            Assert.Equal(Errno.Badf, table.Move(to, new Fd(number)));
            Assert.Equal(Errno.Badf, table.Move(new Fd(number), to));
        }
    }

    [Fact]
    public void DescriptorTableClone_OffsetsAndDescriptors_SharesOnlyOffsets()
    {
        DescriptorTable table = new(8);
        Assert.Equal(Errno.Success, table.Insert(new Descriptor(new OpenFileDescription(new BufferInode(new byte[10]))), out Fd fd));
        DescriptorTable clone = table.Clone();
        Assert.True(table.TryGet(fd, out Descriptor? original));
        Assert.True(clone.TryGet(fd, out Descriptor? copy));
        Assert.Equal(Errno.Success, original.File.Inode.Seek(original.File, 4, Whence.Set, out _));
        Assert.Equal(4UL, copy.File.Offset);
        Assert.Equal(Errno.Success, table.Remove(fd));
        Assert.True(clone.TryGet(fd, out _));
    }

    [Fact]
    public void DescriptorTableClear_OnlyCloseOnExec_KeepsTheOthers()
    {
        DescriptorTable table = new(8);
        Insert(table, 1);
        Assert.Equal(Errno.Success, table.Duplicate(new Fd(0), 0, closeOnExec: true, out Fd fd));
        table.Clear(onlyCloseOnExec: true);
        Assert.True(table.TryGet(new Fd(0), out _));
        Assert.False(table.TryGet(fd, out _));
    }

    private static IEnumerable<uint> Insert(DescriptorTable table, int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            Assert.Equal(Errno.Success, table.Insert(CreateDescriptor(out CountingInode _), out Fd fd));
            return fd.Value;
        })];

    private static Descriptor CreateDescriptor(out CountingInode inode) => new(new OpenFileDescription(inode = new CountingInode()));

    private sealed class CountingInode : Inode
    {
        internal int CloseCount { get; private set; }

        internal override Filetype Filetype => Filetype.Unknown;

        internal override Rights Rights => 0;

        internal override Errno GetStat(out Filestat stat)
        {
            stat = default;
            return Errno.Success;
        }

        internal override void Close() => CloseCount++;
    }
}
