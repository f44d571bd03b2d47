using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>A C program compiled against wasi-libc: <c>tests/guests/fsync.c</c>.</summary>
public sealed class FsyncGuestTests
{
    [Fact]
    public void Fsync_FromWasiLibc_FlushesFilesAndIsIsdirOnDirectories()
    {
        using ScratchDirectory scratch = new();
        using WasiHost host = new();
        using WasiProgram program = host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "fsync.wasm"));
        using StringWriter output = new();
        WasiOptions options = new()
        {
            Arguments = ["fsync", "/data"],
            Mounts = [new WasiMount("/data", WasiDirectory.FromHostPath(scratch.Path))],
            Output = WasiOutput.ToText(output),
        };

        Assert.Equal(0, program.Run(options).ExitCode);

        Assert.Equal("file 0\ndirectory EISDIR\n", output.ToString());
        Assert.Equal("durable\n", File.ReadAllText(scratch["written.txt"]));
    }
}
