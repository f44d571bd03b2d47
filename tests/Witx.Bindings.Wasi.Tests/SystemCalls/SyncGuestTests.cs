using System.Net.Sockets;
using Xunit;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary><c>fd_sync</c> and <c>fd_datasync</c> of guests that run on the engine, from every import namespace.</summary>
public sealed class SyncGuestTests
{
    private const string Open =
        """
        (import $module "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        """;

    [Theory]
    [InlineData(3, Errno.Isdir)]
    [InlineData(4, Errno.Isdir)]
    [InlineData(5, Errno.Inval)]
    [InlineData(6, Errno.Inval)]
    [InlineData(7, Errno.Inval)]
    [InlineData(8, Errno.Inval)]
    [InlineData(9, Errno.Inval)]
    [InlineData(10, Errno.Inval)]
    [InlineData(11, Errno.Inval)]
    [InlineData(12, Errno.Badf)]
    [InlineData(1, Errno.Success)]
    public void FdSync_EachInodeKind_ReturnsItsError(int fd, Errno expected)
    {
        foreach (string module in new[] { "wasi_snapshot_preview1", "wasi_unstable", "wasix_32v1" })
        {
            foreach (string function in new[] { "fd_sync", "fd_datasync" })
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                using WasiProcess process = new(new()
                {
                    PreopenRoot = true,
                    Mounts = [new("/data", WasiDirectory.CreateInMemory())],
                    Descriptors =
                    [
                        WasiDescriptor.Buffer(new byte[4]), WasiDescriptor.Symlink("target"), WasiDescriptor.Socket(socket),
                        WasiDescriptor.Pipe(), WasiDescriptor.EventFd(), WasiDescriptor.Epoll(),
                    ],
                });
                string import = $"(import $module \"{function}\" (func $sync (param i32) (result i32)))";
                Assert.Equal((int)expected, WatGuest.Run(process, module, import, $"(call $sync (i32.const {fd}))"));
            }
        }
    }

    [Theory]
    [InlineData("wasi_snapshot_preview1", 0, Errno.Success)]
    [InlineData("wasi_unstable", 0, Errno.Success)]
    [InlineData("wasix_32v1", 0, Errno.Success)]
    [InlineData("wasi_snapshot_preview1", (long)Rights.FdSync, Errno.Acces)]
    [InlineData("wasi_unstable", (long)Rights.FdSync, Errno.Acces)]
    [InlineData("wasix_32v1", (long)Rights.FdSync, Errno.Acces)]
    public void FdSync_WithoutTheRight_IsAcces(string module, long dropped, Errno expected)
    {
        using ScratchDirectory scratch = new();
        using WasiProcess process = new(new() { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        string imports = Open +
            """
            (import $module "fd_fdstat_get" (func $get (param i32 i32) (result i32)))
            (import $module "fd_fdstat_set_rights" (func $set (param i32 i64 i64) (result i32)))
            (import $module "fd_sync" (func $sync (param i32) (result i32)))
            """;
        string body =
            $"""
            (block (result i32)
              (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 4) (i32.const 1)
                (i64.const {(long)(Rights.FdRead | Rights.FdWrite)}) (i64.const 0) (i32.const 0) (i32.const 0)))
              (drop (call $get (i32.load (i32.const 0)) (i32.const 32)))
              (drop (call $set (i32.load (i32.const 0))
                (i64.and (i64.load (i32.const 40)) (i64.const {~dropped})) (i64.load (i32.const 48))))
              (call $sync (i32.load (i32.const 0))))
            """;
        Assert.Equal((int)expected, WatGuest.Run(process, module, imports, body));
    }
}
