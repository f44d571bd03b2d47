using System;
using System.IO;
using System.Text;
using Microsoft.Extensions.FileProviders;
using Witx.Bindings.Wasi;
using Xunit;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>The files of a file provider, as a guest sees them.</summary>
public sealed class FileProviderTests : IDisposable
{
    // Errors of preview1.
    private const int NoEntry = 44;
    private const int NotSupported = 58;
    private const int ReadOnly = 69;

    private readonly ScratchDirectory _scratch = new();
    private readonly PhysicalFileProvider _files;
    private readonly WasiHost _host = new();

    public FileProviderTests()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Path, "menu"));
        File.WriteAllText(Path.Combine(_scratch.Path, "menu", "soup.txt"), "leek and potato");
        _files = new PhysicalFileProvider(_scratch.Path);
    }

    public void Dispose()
    {
        _host.Dispose();
        _files.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void File_OfTheProvider_IsRead() =>
        Assert.Equal((0, "leek and potato"), Run(_files, "menu/soup.txt", "(call $copy (i32.const 4))"));

    [Fact]
    public void Read_AtAnOffset_StartsThere() => Assert.Equal(
        (0, "and potato"),
        Run(
            _files,
            "menu/soup.txt",
            "(drop (call $seek (i32.const 4) (i64.const 5) (i32.const 0) (i32.const 64))) (call $copy (i32.const 4))"));

    [Fact]
    public void Path_ThatDoesNotExist_IsNoent() => Assert.Equal((NoEntry, ""), Run(_files, "menu/fish.txt", ""));

    [Theory]
    [InlineData("..\\menu")]
    [InlineData("C:")]
    public void Name_WithSeparatorOrDriveOfWindows_DoesNotReachTheProvider(string name) =>
        Assert.Equal((NoEntry, ""), Run(new SameFile(_files.GetFileInfo("menu/soup.txt")), name, ""));

    [Fact]
    public void Directory_OfTheProvider_IsListed()
    {
        (int exitCode, string text) = Run(_files, "menu", """
            (drop (call $readdir (i32.const 4) (i32.const 1024) (i32.const 1024) (i64.const 0) (i32.const 64)))
            (call $print (i32.const 1024) (i32.load (i32.const 64)))
            """);
        Assert.Equal(0, exitCode);
        Assert.Contains("soup.txt", text, StringComparison.Ordinal);
    }

    [Fact]
    public void File_StreamCannotSeek_IsNotsup() => Assert.Equal((NotSupported, ""), Run(new UnseekableFiles(_files), "menu/soup.txt", ""));

    [Fact]
    public void Create_InTheProvider_IsRofs() => Assert.Equal((ReadOnly, ""), Run(_files, "new.txt", "", openFlags: 1));

    /// <summary>Opens a path as descriptor 4, and runs the body; exits with the error of the open, if there is one.</summary>
    private (int ExitCode, string Output) Run(IFileProvider files, string path, string body, int openFlags = 0)
    {
        using StringWriter output = new();
        using WasiProgram program = _host.Load("guest", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi_snapshot_preview1" "path_open"
                (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 128) "{path.Replace("\\", "\\\\", StringComparison.Ordinal)}")
              (func $print (param $address i32) (param $length i32)
                (i32.store (i32.const 0) (local.get $address))
                (i32.store (i32.const 4) (local.get $length))
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
              (func $copy (param $fd i32)
                (i32.store (i32.const 0) (i32.const 1024))
                (i32.store (i32.const 4) (i32.const 1024))
                (drop (call $read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16)))
                (call $print (i32.const 1024) (i32.load (i32.const 16))))
              (func (export "_start")
                (local $error i32)
                (local.set $error (call $open
                  (i32.const 3) (i32.const 0) (i32.const 128) (i32.const {Encoding.UTF8.GetByteCount(path)}) (i32.const {openFlags})
                  (i64.const 16390) (i64.const 0) (i32.const 0) (i32.const 32)))
                (if (local.get $error) (then (call $exit (local.get $error))))
                {body}))
            """));
        WasiResult result = program.Run(new WasiOptions
        {
            Mounts = [new WasiMount("/", files.ToWasiDirectory())],
            Output = WasiOutput.ToText(output),
        });
        return (result.ExitCode, output.ToString());
    }

    /// <summary>The files of another provider, with streams that cannot seek.</summary>
    private sealed class UnseekableFiles(IFileProvider files) : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

        public IFileInfo GetFileInfo(string subpath) => new UnseekableFile(files.GetFileInfo(subpath));

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => files.Watch(filter);
    }

    /// <summary>A provider that has the same file under every name.</summary>
    private sealed class SameFile(IFileInfo file) : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => file;

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }

    private sealed class UnseekableFile(IFileInfo file) : IFileInfo
    {
        public bool Exists => file.Exists;

        public long Length => file.Length;

        public string? PhysicalPath => null;

        public string Name => file.Name;

        public DateTimeOffset LastModified => file.LastModified;

        public bool IsDirectory => file.IsDirectory;

        public Stream CreateReadStream() => new System.IO.Compression.BrotliStream(
            file.CreateReadStream(), System.IO.Compression.CompressionMode.Decompress);
    }
}
