using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Memory;
using Witx.Bindings.Wasi.Vfs.Overlay;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Overlay;

/// <summary>Copy-up: an overlay copies a lower file before its first change. Cancellation during the copy changes nothing.</summary>
public sealed class CopyUpTests : IDisposable
{
    private const int Length = 20 << 20;
    private const int ReadsBeforeCancel = 8;

    private readonly ReadClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly WasiDirectory _lower;
    private readonly Quota _quota = new();
    private readonly GuestFiles _overlay;

    public CopyUpTests()
    {
        byte[] contents = new byte[Length];
        contents.AsSpan().Fill((byte)'a');
        _lower = WasiDirectory.CreateInMemory(time: _clock);
        _lower.WriteFile("f", contents);
        MemoryVolume volume = new(_quota, new WasiClock(TimeProvider.System), device: 2);
        Assert.Equal(Errno.Success, OverlayDirectory.Create(_lower.Open(default), volume, out DirectoryInode? directory));
        _overlay = new GuestFiles(new PathBase(directory!));
    }

    public void Dispose() => _cancellation.Dispose();

    [Theory]
    [InlineData("fd_write", VectorsAt, 1, ResultAt)]
    [InlineData("fd_pwrite", VectorsAt, 1, 0, ResultAt)]
    [InlineData("fd_filestat_set_size", Length - 1)]
    [InlineData("fd_allocate", 0, Length + 1)]
    public void CopyUp_Cancelled_ChangesNothing(string call, params int[] arguments)
    {
        using TestGuest guest = new(new WasiOptions(), _cancellation.Token);
        OpenFileDescription file = _overlay.MustOpen("f");
        long charged = guest.Process.Ledger.Charged;
        int reads = 0;
        _clock.OnRead = () =>
        {
            if (++reads == ReadsBeforeCancel)
            {
                _cancellation.Cancel();
            }
        };
        ulong[] values = [Insert(guest, file), .. Array.ConvertAll(arguments, static argument => (ulong)argument)];
        Assert.ThrowsAny<OperationCanceledException>(() => guest.Call(call, values));
        Assert.Equal(ReadsBeforeCancel, reads);
        Assert.Equal((0UL, 0UL, charged), (_quota.Bytes, _quota.Entries, guest.Process.Ledger.Charged));
        Assert.Equal((ulong)Length, FileIO.MustStat(file).Size);
        AssertIsLower();
    }

    [Fact]
    public void CopyUp_RunCancelled_ThrowsOperationCanceledException()
    {
        int reads = 0;
        _clock.OnRead = () =>
        {
            if (++reads == ReadsBeforeCancel)
            {
                _cancellation.Cancel();
            }
        };
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", Encoding.UTF8.GetBytes("""
            (module
              (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "\10\00\00\00\01\00\00\00f")
              (func (export "_start")
                (if
                  (call $path_open (i32.const 3) (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 0)
                    (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 32))
                  (then unreachable))
                (drop (call $fd_write (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 36)))))
            """));
        WasiDirectory overlay = WasiDirectory.CreateOverlay(_lower, new WasiQuota { MaxBytes = Length });
        WasiOptions options = new() { Mounts = { new("/", overlay) } };
        Assert.ThrowsAny<OperationCanceledException>(() => program.Run(options, _cancellation.Token));
        Assert.Equal(ReadsBeforeCancel, reads);

        // The whole quota is still free.
        overlay.WriteFile("g", new byte[Length]);
    }

    [Fact]
    public async Task CopyUp_WhileAnotherRunCopies_ReadsAndCanBeCancelled()
    {
        using SemaphoreSlim copying = new(0);
        using ManualResetEventSlim released = new();
        int reads = 0;
        _clock.OnRead = () =>
        {
            if (Interlocked.Increment(ref reads) == ReadsBeforeCancel)
            {
                copying.Release();
                released.Wait();
            }
        };
        using TestGuest guest = new();
        using TestGuest other = new(new WasiOptions(), _cancellation.Token);
        uint fd = Insert(guest, _overlay.MustOpen("f"));
        uint otherFd = Insert(other, _overlay.MustOpen("f"));
        Task<Errno> writing = Task.Run(() => guest.Write(fd, "bb", out _), TestContext.Current.CancellationToken);
        Assert.True(await copying.WaitAsync(TimeLimit.Value, TestContext.Current.CancellationToken));
        try
        {
            Assert.Equal((Errno.Success, "aa"), (other.Read(otherFd, 2, out string text), text));
            Task<Errno> waiting = Task.Run(() => other.Write(otherFd, "cc", out _), TestContext.Current.CancellationToken);
            await _cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitInTimeAsync());
        }
        finally
        {
            released.Set();
        }

        Assert.Equal(Errno.Success, await writing.WaitInTimeAsync());
        Assert.Equal((ulong)Length, _quota.Bytes);
        AssertIsLower();
    }

    private static uint Insert(TestGuest guest, OpenFileDescription file)
    {
        guest.Vectors(TextAt, 1);
        Assert.Equal(Errno.Success, guest.Descriptors.Insert(new Descriptor(file), out Fd fd));
        return fd.Value;
    }

    private void AssertIsLower()
    {
        _clock.OnRead = null;
        byte[] contents = _lower.ReadFile("f");
        Assert.Equal(Length, contents.Length);
        Assert.False(contents.AsSpan().ContainsAnyExcept((byte)'a'));
    }

    /// <summary>
    /// The clock of the lower directory, which calls it at each read. Its time never advances, so that every read updates atime.
    /// </summary>
    private sealed class ReadClock : TimeProvider
    {
        internal Action? OnRead { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            OnRead?.Invoke();
            return DateTimeOffset.UnixEpoch;
        }
    }
}
