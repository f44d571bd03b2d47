using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Transfers of more than 16 MiB are complete, and can be cancelled between two parts.</summary>
public sealed class TransferTests
{
    private const int PartLength = 16 << 20;
    private const int LongLength = 40 << 20;
    private const int DataAt = 1 << 20;
    private const int CopyAt = 44 << 20;

    public static TheoryData<string, bool> Calls { get; } = new()
    {
        { "fd_read", false },
        { "fd_pread", false },
        { "fd_write", false },
        { "fd_pwrite", false },
        { "fd_read", true },
        { "fd_pwrite", true },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void LongTransfer_CancelledDuringAPart_EndsAfterThatPart(string call, bool is64Bit)
    {
        using CancellationTokenSource cancellation = new();
        WasiOptions options = new();
        using TestGuest guest = is64Bit
            ? TestGuest.CreateMemory64(options, cancellation.Token)
            : new TestGuest(options, cancellation.Token);
        CountingHandle handle = new() { OnTransfer = cancellation.Cancel };
        uint fd = Insert(guest, handle);
        WriteLongVectors(guest, is64Bit);
        ulong[] arguments = call is "fd_pread" or "fd_pwrite" ? [fd, VectorsAt, 1024, 0, 0x8000] : [fd, VectorsAt, 1024, 0x8000];
        Assert.ThrowsAny<OperationCanceledException>(() => guest.Call(call, arguments));
        Assert.Equal([PartLength], handle.Transfers);
    }

    [Fact]
    public void Append_LongerThanOnePart_TransfersOnePart()
    {
        using TestGuest guest = new();
        CountingHandle handle = new();
        uint fd = Insert(guest, handle, Fdflags.Append);
        WriteLongVectors(guest, is64Bit: false);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 1024, 0x8000));
        Assert.Equal((uint)PartLength, guest.UInt32(0x8000));
        Assert.Equal([PartLength], handle.Transfers);
    }

    [Theory]
    [InlineData(PartLength, 1)]
    [InlineData(PartLength - 1, 1024)]
    public void Transfer_UpToTheLimit_IsOneHostCall(int length, int count)
    {
        using TestGuest guest = new(memoryLength: PartLength + (1 << 20));
        CountingHandle handle = new();
        uint fd = Insert(guest, handle);
        int[] vectors =
            [.. Enumerable.Range(0, count).SelectMany(i => new[] { 0x10000, (length / count) + (i == 0 ? length % count : 0) })];
        guest.Vectors(vectors);
        Assert.Equal(Errno.Success, guest.Call("fd_pwrite", fd, VectorsAt, (ulong)count, 0, 0x8000));
        Assert.Equal([length], handle.Transfers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LongTransfer_OfAFile_IsComplete(bool onHost)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory directory = onHost ? WasiDirectory.FromHostPath(scratch.Path) : WasiDirectory.CreateInMemory();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory)] }, memoryLength: 90 << 20);
        new Random(1).NextBytes(guest.Memory.Slice(DataAt, LongLength));
        Assert.Equal(Errno.Success, guest.Open(3, "f", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));

        WriteVectors(guest, DataAt);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 5, ResultAt));
        Assert.Equal((uint)LongLength, guest.UInt32(ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_seek", fd, 0, (ulong)Whence.Set, 0x300));
        WriteVectors(guest, CopyAt);
        Assert.Equal(Errno.Success, guest.Call("fd_read", fd, VectorsAt, 5, ResultAt));
        AssertCopied(guest);

        WriteVectors(guest, DataAt);
        Assert.Equal(Errno.Success, guest.Call("fd_pwrite", fd, VectorsAt, 5, 77, ResultAt));
        Assert.Equal((uint)LongLength, guest.UInt32(ResultAt));
        WriteVectors(guest, CopyAt);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 5, 77, ResultAt));
        AssertCopied(guest);
        WriteVectors(guest, CopyAt);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 5, 78, ResultAt));
        Assert.Equal((uint)LongLength - 1, guest.UInt32(ResultAt));
    }

    [Fact]
    public void IoVectorsSplit_RandomVectors_CoversTheSameBytesInParts()
    {
        Random random = new(7);
        byte[] memory = new byte[100];
        for (int round = 0; round < 2000; round++)
        {
            IoVector[] entries =
                [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => new IoVector((ulong)random.Next(50), (ulong)random.Next(20)))];
            IoVector[] before = [.. entries];
            int limit = random.Next(1, 30);
            List<ulong> bytes = [];
            foreach (IoVectors part in new IoVectors(new GuestMemory(memory), entries).Split(limit))
            {
                Assert.InRange(part.Length, 0, limit);
                foreach (IoVector entry in part.Entries)
                {
                    bytes.AddRange(Enumerable.Range(0, (int)entry.Length).Select(i => entry.Address + (ulong)i));
                }
            }

            Assert.Equal(
                before.SelectMany(static entry => Enumerable.Range(0, (int)entry.Length).Select(i => entry.Address + (ulong)i)), bytes);
            Assert.Equal(before, entries);
        }
    }

    private static void AssertCopied(TestGuest guest)
    {
        Assert.Equal((uint)LongLength, guest.UInt32(ResultAt));
        Assert.True(guest.Memory.Slice(DataAt, LongLength).SequenceEqual(guest.Memory.Slice(CopyAt, LongLength)));
        guest.Memory.Slice(CopyAt, LongLength).Clear();
    }

    /// <summary>Writes five vectors of 40 MiB in total. None of them ends at the end of a part.</summary>
    private static void WriteVectors(TestGuest guest, int start)
    {
        int[] lengths = [1, (20 << 20) + 3, 0, 77, LongLength - (20 << 20) - 81];
        int[] vectors = [.. lengths.SelectMany((length, i) => new[] { start + lengths[..i].Sum(), length })];
        guest.Vectors(vectors);
    }

    /// <summary>Writes 1024 vectors of 512 KiB each, all at the same address.</summary>
    private static void WriteLongVectors(TestGuest guest, bool is64Bit)
    {
        for (int i = 0; i < 1024; i++)
        {
            int size = is64Bit ? 16 : 8;
            guest.Memory.Slice(0x100 + (size * i), size).Clear();
            guest.Write(0x100 + (size * i), BitConverter.GetBytes(0x10000));
            guest.Write(0x100 + (size * i) + (size / 2), BitConverter.GetBytes(1 << 19));
        }
    }

    private static uint Insert(TestGuest guest, FileHandle handle, Fdflags flags = 0)
    {
        FileInode inode = new(handle, default, HostOpen.Read | HostOpen.Write);
        Assert.Equal(Errno.Success, guest.Descriptors.Insert(new Descriptor(new OpenFileDescription(inode, flags: flags)), out Fd fd));
        return fd.Value;
    }

    /// <summary>A file that transfers no bytes and records the length of every transfer.</summary>
    private sealed class CountingHandle : FileHandle
    {
        internal List<int> Transfers { get; } = [];

        internal Action? OnTransfer { get; init; }

        public override void Dispose()
        {
        }

        internal override Errno GetStat(out Filestat stat)
        {
            stat = default;
            return Errno.Success;
        }

        internal override Errno Sync() => Errno.Success;

        internal override Errno DataSync() => Errno.Success;

        internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) => Record(vectors, out count);

        internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) => Record(vectors, out count);

        internal override Errno Append(in IoVectors vectors, out uint count, out ulong end)
        {
            Errno error = Record(vectors, out count);
            end = count;
            return error;
        }

        internal override Errno SetSize(ulong size) => Errno.Success;

        internal override Errno Allocate(ulong offset, ulong length) => Errno.Success;

        internal override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Success;

        internal override Errno SetTimes(FileTimes times) => Errno.Success;

        private Errno Record(in IoVectors vectors, out uint count)
        {
            Transfers.Add(vectors.Length);
            count = (uint)vectors.Length;
            OnTransfer?.Invoke();
            return Errno.Success;
        }
    }
}
