using System;
using System.IO;
using System.Linq;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Calls every preview1 import with random arguments, over memories of several sizes.</summary>
public sealed class EveryImportTests : IDisposable
{
    private const int Rounds = 12;
    private const int Attempts = 24;

    // More than any call allocates: the largest number of poll subscriptions, or the window of a directory listing.
    private const long MaxAllocatedBytes = 1 << 20;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 16)]
    [InlineData(1 << 20)]
    public void Preview1Call_RandomArguments_ReturnsAnErrnoOrTraps(int memoryLength)
    {
        int returned = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Random random = new(memoryLength + round);
            using (TestGuest guest = Start(round % 2 == 0, memoryLength))
            {
                Assert.Equal(46, guest.Functions.Count());
                foreach (string name in guest.Functions.Order(StringComparer.Ordinal).Where(static name => name != "proc_exit"))
                {
                    for (int attempt = 0; attempt < Attempts; attempt++)
                    {
                        returned += Try(guest, guest.Function(name), random) ? 1 : 0;
                    }
                }

                Assert.Throws<WasiExitException>(() => _ = guest.Call("proc_exit", ulong.MaxValue));
            }

            Assert.Equal(0, CountOpenFiles());
        }

        // If nearly every call trapped, the test would prove little.
        Assert.True(memoryLength == 0 || returned > Rounds * Attempts * 10, $"Only {returned} calls returned an errno.");
    }

    [Fact]
    public void FdRenumber_AnyDescriptors_LeavesNothingOpen()
    {
        using TestGuest guest = Start(onHost: true, TestGuest.MemoryLength);
        foreach (uint from in new uint[] { 0, 1, 3, 4, 5, 99, 1023, 1024, int.MaxValue, uint.MaxValue })
        {
            foreach (uint to in new uint[] { 0, 1, 3, 4, 5, 99, 1023, 1024, int.MaxValue, uint.MaxValue })
            {
                using TestGuest other = Start(onHost: true, TestGuest.MemoryLength);
                Assert.Equal(Errno.Success, other.Open(3, "file", Oflags.Creat, Rights.FdRead, out uint fd));
                Assert.Equal(4u, fd);
                bool known = Math.Max(from, to) <= 4;
                Assert.Equal(known ? Errno.Success : Errno.Badf, other.Call("fd_renumber", from, to));
            }
        }

        int before = CountOpenFiles();
        for (int i = 0; i < 20_000; i++)
        {
            Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead, out uint first));
            Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out uint second));
            Assert.Equal((4u, 5u), (first, second));
            Assert.Equal(Errno.Success, guest.Call("fd_renumber", second, first));
            Assert.Equal(Errno.Success, guest.Call("fd_close", first));
        }

        Assert.Equal(before, CountOpenFiles());
    }

    private static bool Try(TestGuest guest, HostFunction function, Random random)
    {
        // Zeros are clock subscriptions that are due, so that poll_oneoff does not wait forever.
        guest.Memory.Clear();
        if (function.Name != "poll_oneoff")
        {
            random.NextBytes(guest.Memory[..Math.Min(guest.Memory.Length, 0x400)]);
        }

        ulong[] arguments =
            [.. function.Signature.Parameters.ToArray().Select(type => CreateArgument(random, guest.Memory.Length, type == CoreType.I64))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool returned = true;
        try
        {
            Assert.InRange(guest.Call(function, arguments), Errno.Success, Errno.Notcapable);
        }
        catch (GuestFaultException)
        {
            returned = false;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MaxAllocatedBytes, $"{function.Name}({string.Join(", ", arguments)}) allocates {allocated} bytes.");
        return returned;
    }

    private static ulong CreateArgument(Random random, int memoryLength, bool isLong)
    {
        ulong end = (ulong)memoryLength;
        ulong number = random.Next(16) switch
        {
            0 or 1 or 2 => 0,
            3 or 4 or 5 => (ulong)random.Next(8),
            6 => end - 1,
            7 => end,
            8 => end + 1,
            9 => uint.MaxValue,
            10 => (ulong)random.Next(0x400) | 1,
            11 => 0x2000_0000,
            12 => isLong ? (ulong)random.NextInt64() : (ulong)random.Next(),
            13 => isLong ? ulong.MaxValue : int.MaxValue,
            _ => (ulong)random.Next(memoryLength + 1) & ~15UL,
        };
        return isLong ? number : (uint)number;
    }

    /// <summary>Starts a guest with a small quota, so that random sizes do not fill the disk of the host.</summary>
    private TestGuest Start(bool onHost, int memoryLength)
    {
        WasiQuota quota = new() { MaxBytes = 1 << 18, MaxFileSize = 1 << 18, MaxEntries = 1000 };
        WasiDirectory directory = onHost ? WasiDirectory.FromHostPath(_scratch.Path, quota) : WasiDirectory.CreateInMemory(quota);
        directory.WriteFile("a", "text"u8);
        return new TestGuest(
            new WasiOptions
            {
                Arguments = ["program", "argument"],
                Environment = [new("NAME", "value")],
                Input = WasiInput.FromText("input"),
                Mounts = [new("/", directory)],
                Random = new Random(7),
            },
            memoryLength: memoryLength);
    }

    private int CountOpenFiles() =>
        Directory.Exists("/proc/self/fd")
            ? new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
                .Count(entry => entry.LinkTarget?.StartsWith(_scratch.Path, StringComparison.Ordinal) == true)
            : 0;
}
