using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>The virtual devices of a program.</summary>
public sealed class DeviceTests : IDisposable
{
    private const int Success = 0;
    private const int Noent = 44;
    private const int Badf = 8;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>Preview1 programs have a descriptor for each directory of the options, and for no other.</summary>
    [Theory]
    [InlineData(Badf, 3, "null")]
    [InlineData(Badf, 5, "null", "--dir", "HOST::/data", "--mem-dir", "/tmp")]
    [InlineData(Noent, 3, "null", "--mem-dir", "/dev")]
    [InlineData(Noent, 3, "null", "--dir", "HOST::/dev/")]
    [InlineData(Success, 3, "dev/null", "--mem-dir", "/")]
    [InlineData(Noent, 3, "dev/null", "--mem-dir", "/", "--no-dev")]
    public void Preview1Program_OpensNull_OnlyBelowADirectory(int errno, int directory, string path, params string[] options) =>
        Assert.Equal(errno, Run(options, directory, path, "wasi_snapshot_preview1"));

    [Theory]
    [InlineData(Success, "/dev/null")]
    [InlineData(Success, "/dev/urandom")]
    [InlineData(Noent, "/dev/none")]
    [InlineData(Success, "/dev/null", "--dir", "HOST::/")]
    [InlineData(Noent, "/dev/null", "--no-dev")]
    public void WasixProgram_OpensDevices_ByTheirPaths(int errno, string path, params string[] options) =>
        Assert.Equal(errno, Run(options, 3, path, "wasix_32v1"));

    /// <summary>Runs a program that exits with the error of opening a path.</summary>
    private int Run(string[] options, int directory, string path, string module)
    {
        string guest = _scratch.Write("guest.wat", $"""
            (module
              (import "{module}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "{path}")
              (func (export "_start") (call $exit (call $open
                (i32.const {directory}) (i32.const 0) (i32.const 64) (i32.const {path.Length}) (i32.const 0) (i64.const 66) (i64.const 0)
                (i32.const 0) (i32.const 16)))))
            """);
        string[] given = Array.ConvertAll(options, option => option.Replace("HOST", _scratch.Path, StringComparison.Ordinal));
        return ToolRun.Run(["run", .. given, guest]).ExitCode;
    }
}
