using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Transfers of more than 16 MiB: they are complete, and cancelled between two parts.</summary>
public sealed class TransferTests
{
    private const int Limit = 16 << 20;
    private const int Long = 40 << 20;
    private const int Data = 1 << 20;
    private const int Copy = 44 << 20;

    public static TheoryData<string, bool> Calls { get; } =
        new() { { "fd_read", false }, { "fd_pread", false }, { "fd_write", false }, { "fd_pwrite", false }, { "fd_read", true }, { "fd_pwrite", true } };

    [Theory]
    [MemberData(nameof(Calls))]
    public void LongTransfer_CancelledDuringThePart_EndsBehindIt(string call, bool wide)
    {
        using CancellationTokenSource cancellation = new();
        WasiOptions options = new() { CancellationToken = cancellation.Token };
        using TestGuest guest = wide ? TestGuest.Wide(options) : new TestGuest(options);
        CountingHandle handle = new() { OnTransfer = cancellation.Cancel };
        uint fd = Insert(guest, handle);
        LongVectors(guest, wide);
        ulong[] arguments = call is "fd_pread" or "fd_pwrite" ? [fd, 0x100, 1024, 0, 0x8000] : [fd, 0x100, 1024, 0x8000];
        Assert.ThrowsAny<OperationCanceledException>(() => guest.Call(call, arguments));
        Assert.Equal([Limit], handle.Transfers);
    }

    [Fact]
    public void Append_LongerThanAPart_IsShort()
    {
        using TestGuest guest = new();
        CountingHandle handle = new();
        uint fd = Insert(guest, handle, Fdflags.Append);
        LongVectors(guest, wide: false);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, 0x100, 1024, 0x8000));
        Assert.Equal((uint)Limit, guest.UInt32(0x8000));
        Assert.Equal([Limit], handle.Transfers);
    }

    [Theory]
    [InlineData(Limit, 1)]
    [InlineData(Limit - 1, 1024)]
    public void TransferUpToALimit_IsOneCall(int length, int count)
    {
        using TestGuest guest = new(memoryLength: Limit + (1 << 20));
        CountingHandle handle = new();
        uint fd = Insert(guest, handle);
        int[] vectors = [.. Enumerable.Range(0, count).SelectMany(i => new[] { 0x10000, (length / count) + (i == 0 ? length % count : 0) })];
        guest.Vectors(vectors);
        Assert.Equal(Errno.Success, guest.Call("fd_pwrite", fd, 0x100, (ulong)count, 0, 0x8000));
        Assert.Equal([length], handle.Transfers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LongTransfers_OfAFile_AreComplete(bool onHost)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory directory = onHost ? WasiDirectory.Host(scratch.Path) : WasiDirectory.Memory();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory)] }, memoryLength: 90 << 20);
        new Random(1).NextBytes(guest.Memory.Slice(Data, Long));
        Assert.Equal(Errno.Success, guest.Open(3, "f", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));

        Vectors(guest, Data);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, 0x100, 5, 0x200));
        Assert.Equal((uint)Long, guest.UInt32(0x200));
        Assert.Equal(Errno.Success, guest.Call("fd_seek", fd, 0, (ulong)Whence.Set, 0x300));
        Vectors(guest, Copy);
        Assert.Equal(Errno.Success, guest.Call("fd_read", fd, 0x100, 5, 0x200));
        AssertCopied(guest);

        Vectors(guest, Data);
        Assert.Equal(Errno.Success, guest.Call("fd_pwrite", fd, 0x100, 5, 77, 0x200));
        Assert.Equal((uint)Long, guest.UInt32(0x200));
        Vectors(guest, Copy);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, 0x100, 5, 77, 0x200));
        AssertCopied(guest);
        Vectors(guest, Copy);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, 0x100, 5, 78, 0x200));
        Assert.Equal((uint)Long - 1, guest.UInt32(0x200));
    }

    [Fact]
    public void Split_RandomVectors_GivesTheSameBytesInParts()
    {
        Random random = new(7);
        byte[] memory = new byte[100];
        for (int round = 0; round < 2000; round++)
        {
            IoVector[] entries = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => new IoVector((ulong)random.Next(50), (ulong)random.Next(20)))];
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

            Assert.Equal(before.SelectMany(static entry => Enumerable.Range(0, (int)entry.Length).Select(i => entry.Address + (ulong)i)), bytes);
            Assert.Equal(before, entries);
        }
    }

    private static void AssertCopied(TestGuest guest)
    {
        Assert.Equal((uint)Long, guest.UInt32(0x200));
        Assert.True(guest.Memory.Slice(Data, Long).SequenceEqual(guest.Memory.Slice(Copy, Long)));
        guest.Memory.Slice(Copy, Long).Clear();
    }

    /// <summary>Five vectors of 40 MiB together, none of which ends where a part ends.</summary>
    private static void Vectors(TestGuest guest, int start)
    {
        int[] lengths = [1, (20 << 20) + 3, 0, 77, Long - (20 << 20) - 81];
        int[] vectors = [.. lengths.SelectMany((length, i) => new[] { start + lengths[..i].Sum(), length })];
        guest.Vectors(vectors);
    }

    /// <summary>1024 vectors of half a MiB each, all of the same memory.</summary>
    private static void LongVectors(TestGuest guest, bool wide)
    {
        for (int i = 0; i < 1024; i++)
        {
            int size = wide ? 16 : 8;
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

    /// <summary>A file that moves nothing and notes the length of every transfer.</summary>
    private sealed class CountingHandle : FileHandle
    {
        internal List<int> Transfers { get; } = [];

        internal Action? OnTransfer { get; init; }

        internal override bool HasOffsets => true;

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

        internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) => Move(vectors, out count);

        internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) => Move(vectors, out count);

        internal override Errno Append(in IoVectors vectors, out uint count, out ulong end)
        {
            Errno error = Move(vectors, out count);
            end = count;
            return error;
        }

        private Errno Move(in IoVectors vectors, out uint count)
        {
            Transfers.Add(vectors.Length);
            count = (uint)vectors.Length;
            OnTransfer?.Invoke();
            return Errno.Success;
        }
    }
}
