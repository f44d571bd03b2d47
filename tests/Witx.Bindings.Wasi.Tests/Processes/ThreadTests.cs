using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Threads of one process that share its descriptor table.</summary>
public sealed class ThreadTests
{
    private const int Files = 6;
    private const int Threads = 4;
    private const int CallsPerThread = 4000;
    private const int Length = 64;

    [Fact]
    public void Threads_OpenAndCloseAtRandom_NeverReadAnotherFile()
    {
        using ScratchDirectory scratch = new();
        for (int i = 0; i < Files; i++)
        {
            File.WriteAllBytes(scratch[$"{i}"], [.. Enumerable.Repeat((byte)(i + 1), Length)]);
        }

        WasiOptions options = new()
        {
            Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))],
            Limits = new() { MaxDescriptors = 24 },
        };
        using (TestGuest guest = new(options))
        {
            Dictionary<ulong, byte> contents = [];
            for (uint i = 0; i < Files; i++)
            {
                Assert.Equal(Errno.Success, guest.Open(3, $"{i}", 0, Rights.FdRead, out uint fd));
                Assert.Equal(Errno.Success, guest.Call("fd_filestat_get", fd, StatAt));
                contents.Add(guest.UInt64(StatAt + 8), (byte)(i + 1));
                Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
            }

            int before = CountOpenFiles(scratch);
            List<Exception> failures = [];
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(seed => new Thread(() =>
            {
                try
                {
                    using TestGuest own = guest.StartThread();
                    MakeRandomCalls(own, new Random(seed), contents);
                }
                catch (Exception e)
                {
                    lock (failures)
                    {
                        failures.Add(e);
                    }
                }
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
            Assert.Empty(failures);
            for (uint fd = 4; fd < 24; fd++)
            {
                _ = guest.Call("fd_close", fd);
            }

            Assert.Equal(before, CountOpenFiles(scratch));
        }

        Assert.Equal(0, CountOpenFiles(scratch));
    }

    private static void MakeRandomCalls(TestGuest guest, Random random, Dictionary<ulong, byte> contents)
    {
        guest.Vectors(BufferAt, Length);
        for (int step = 0; step < CallsPerThread; step++)
        {
            uint fd = (uint)random.Next(4, 24);
            switch (random.Next(6))
            {
                case 0:
                    Assert.True(guest.Open(3, $"{random.Next(Files)}", 0, Rights.FdRead, out _) is Errno.Success or Errno.Mfile);
                    break;
                case 1:
                    Assert.True(guest.Descriptors.Duplicate(new Fd(fd), 4, false, out _) is Errno.Success or Errno.Mfile or Errno.Badf);
                    break;
                case 2:
                    Assert.True(guest.Call("fd_close", fd) is Errno.Success or Errno.Badf);
                    break;
                case 3:
                    Assert.True(guest.Call("fd_renumber", fd, (ulong)random.Next(4, 24)) is Errno.Success or Errno.Badf);
                    break;
                case 4:
                    Errno error = guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt);
                    Assert.True(error is Errno.Success or Errno.Badf);
                    Assert.True(error == Errno.Badf || guest.UInt32(ResultAt) == Length);
                    Assert.True(error == Errno.Badf || !guest.Memory.Slice(BufferAt, Length).ContainsAnyExcept(guest.Memory[BufferAt]));
                    break;
                default:
                    ReadWithoutLock(guest, fd, contents);
                    break;
            }
        }
    }

    /// <summary>Reads through a descriptor that another thread may close after the lookup.</summary>
    private static void ReadWithoutLock(TestGuest guest, uint fd, Dictionary<ulong, byte> contents)
    {
        if (!guest.Descriptors.TryGet(new Fd(fd), out Descriptor? descriptor))
        {
            return;
        }

        try
        {
            byte[] bytes = new byte[Length];
            IoVectors vectors = new(new GuestMemory(bytes), new IoVector[] { new(0, Length) });
            if (descriptor.File.Inode.ReadAt(descriptor.File, vectors, 0, waiter: null, out uint count) == Errno.Success)
            {
                Assert.Equal((uint)Length, count);
                Assert.All(bytes, value => Assert.Equal(contents[descriptor.File.Inode.FileStat.Ino], value));
            }
        }
        catch (ObjectDisposedException)
        {
            // System calls return badf in this case.
        }
    }

    private static int CountOpenFiles(ScratchDirectory scratch)
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            Console.WriteLine("This system has no /proc/self/fd, so the test checks only file contents.");
            return 0;
        }

        return new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
            .Count(entry => entry.LinkTarget?.StartsWith(scratch.Path, StringComparison.Ordinal) == true);
    }
}
