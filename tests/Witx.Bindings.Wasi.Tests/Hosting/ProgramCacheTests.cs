using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

public sealed class ProgramCacheTests
{
    [Fact]
    public void CompiledPrograms_AreKeptWhereTheyAreAskedFor()
    {
        using ScratchDirectory scratch = new();
        string directory = scratch["cache \"of\" ünïcode"];
        Run(directory, 3);
        string[] kept = Files(directory);
        Assert.NotEmpty(kept);
        Run(directory, 3);
        Assert.Equal(kept, Files(directory));
        Run(directory, 4);
        Assert.True(Files(directory).Length > kept.Length);
    }

    [Fact]
    public void DirectoryThatCannotBe_IsAnError()
    {
        using ScratchDirectory scratch = new();
        File.WriteAllText(scratch["file"], "");
        using WasiHost host = new() { CacheDirectory = scratch["file"] };
        using WasiProgram program = host.Load("guest", """(module (func (export "_start")))"""u8.ToArray());
        _ = Assert.Throws<IOException>(() => program.Compile());
    }

    private static void Run(string directory, int exitCode)
    {
        using WasiHost host = new() { CacheDirectory = directory };
        using WasiProgram program = host.Load("guest", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (func (export "_start") (call $exit (i32.const {exitCode}))))
            """));
        Assert.Equal(exitCode, host.Run(program, new()));
    }

    // Its own bookkeeping aside: compiled modules lie under the engine's version, without an extension.
    private static string[] Files(string directory) =>
        [.. Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Where(static file => Path.GetExtension(file).Length == 0).Order()];
}
