using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.SystemCalls;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Guests of <c>wasi_unstable</c> (preview0), where layouts and values differ from preview1.</summary>
public sealed class Preview0GuestTests
{
    private const string Module = "wasi_unstable";

    private const string Open =
        """
        (import $module "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        """;

    // Opens the file named in guest data for reading, and stores its descriptor at address 0.
    private const string OpenFile =
        """
        (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 4) (i32.const 0)
          (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
        """;

    [Fact]
    public void Preview0Functions_Imported_AreAllOfPreview1ButSockAccept()
    {
        using WasiProcess process = new(new());
        HostFunction[] functions = [.. ((IHostModule)new Preview0(process.MainThread)).Functions];
        Assert.Equal(45, functions.Length);
        Assert.DoesNotContain(functions, static function => function.Name == "sock_accept");
        Assert.Equal(0, WatGuest.Run(process, Module, string.Concat(functions.Select(FormatImport)), "(i32.const 0)"));
    }

    [Theory]
    [InlineData(20, 2)] // nlink, 4 bytes
    [InlineData(24, 11)] // size
    [InlineData(28, 0)]
    [InlineData(56, 0x5a5a5a5a)] // not written
    public void Preview0Filestat_Fields_HaveTheOldLayout(int offset, int expected)
    {
        const string Imports = Open +
            """
            (import $module "fd_filestat_get" (func $fd_stat (param i32 i32) (result i32)))
            (import $module "path_filestat_get" (func $path_stat (param i32 i32 i32 i32 i32) (result i32)))
            """;
        Assert.Equal(
            expected,
            Run(Imports, $"(drop (call $fd_stat (i32.load (i32.const 0)) (i32.const 512))) (i32.load (i32.const {512 + offset}))"));
        Assert.Equal(
            expected,
            Run(
                Imports,
                "(drop (call $path_stat (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 4) (i32.const 512)))"
                + $"(i32.load (i32.const {512 + offset}))"));
    }

    [Fact]
    public void Preview0PathFilestatGet_MissingFile_IsNoent() => Assert.Equal(
        (int)Errno.Noent,
        Run(
            """(import $module "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))""" + Open,
            "(call $stat (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 3) (i32.const 512))"));

    [Theory]
    [InlineData(2, 4, 4)] // from the start
    [InlineData(0, 4, 7)] // from the current offset 3
    [InlineData(1, -4, 7)] // from the end
    [InlineData(0, 0, 3)] // unchanged
    public void Preview0FdSeek_Whence_IsCurrentEndStart(int whence, int offset, int expected) => Assert.Equal(
        expected,
        Run(
            """(import $module "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))""" + Open,
            $"""
            (drop (call $seek (i32.load (i32.const 0)) (i64.const 3) (i32.const 2) (i32.const 512)))
            (drop (call $seek (i32.load (i32.const 0)) (i64.const {offset}) (i32.const {whence}) (i32.const 512)))
            (i32.load (i32.const 512))
            """));

    [Fact]
    public void Preview0FdSeek_UnknownWhence_IsInval() => Assert.Equal(
        (int)Errno.Inval,
        Run(
            """(import $module "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))""" + Open,
            "(call $seek (i32.load (i32.const 0)) (i64.const 3) (i32.const 3) (i32.const 512))"));

    /// <summary>
    /// Polls a clock that is due and a writable output: two subscriptions of 56 bytes, with the clock identifier of preview0.
    /// </summary>
    [Theory]
    [InlineData(512, 2)] // number of events
    [InlineData(2048, 7)] // userdata and type of the clock event
    [InlineData(2048 + 8, 0)]
    [InlineData(2048 + 32, 8)] // userdata, errno and type of the output event
    [InlineData(2048 + 40, (int)Eventtype.FdWrite << 16)]
    public void Preview0PollOneoff_Subscriptions_HaveTheOldLayout(int address, int expected) => Assert.Equal(expected, Run(
        """(import $module "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))""" + Open,
        $"""
        (i64.store (i32.const 1024) (i64.const 7))
        (i64.store (i32.const 1040) (i64.const -1))
        (i32.store (i32.const 1048) (i32.const {(int)Clockid.Monotonic}))
        (i64.store (i32.const 1056) (i64.const 1))
        (i32.store16 (i32.const 1072) (i32.const 1))
        (i64.store (i32.const 1080) (i64.const 8))
        (i32.store8 (i32.const 1088) (i32.const {(int)Eventtype.FdWrite}))
        (i32.store (i32.const 1096) (i32.const 1))
        (drop (call $poll (i32.const 1024) (i32.const 2048) (i32.const 2) (i32.const 512)))
        (i32.load (i32.const {address}))
        """));

    [Fact]
    public void Preview0PollOneoff_NoSubscription_IsInval() => Assert.Equal((int)Errno.Inval, Run(
        """(import $module "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))""" + Open,
        "(call $poll (i32.const 1024) (i32.const 2048) (i32.const 0) (i32.const 512))"));

    [Fact]
    public void Preview0FdClose_ClosedDescriptor_IsBadf() => Assert.Equal((int)Errno.Badf, Run(
        """(import $module "fd_close" (func $close (param i32) (result i32)))""" + Open,
        "(drop (call $close (i32.load (i32.const 0)))) (call $close (i32.load (i32.const 0)))"));

    /// <summary>Runs a body after opening a file of 11 bytes with two hard links.</summary>
    private static int Run(string imports, string body)
    {
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("file", "hello world"u8);
        using WasiProcess process = new(new() { Mounts = [new("/", directory)] });
        const string Link = """(import $module "path_link" (func $link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))""";
        return WatGuest.Run(
            process,
            Module,
            Link + imports,
            $"""
            (block (result i32)
              (memory.fill (i32.const 512) (i32.const 0x5a) (i32.const 96))
              (drop (call $link (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 4) (i32.const 3) (i32.const 16) (i32.const 2)))
              {OpenFile}
              {body})
            """);
    }

    private static string FormatImport(HostFunction function)
    {
        StringBuilder text = new($"(import \"{function.Module}\" \"{function.Name}\" (func");
        foreach (CoreType parameter in function.Signature.Parameters)
        {
            _ = text.Append($" (param {parameter.ToString().ToLowerInvariant()})");
        }

        return text
            .Append(function.Signature.Result is { } result ? $" (result {result.ToString().ToLowerInvariant()})))" : "))")
            .ToString();
    }
}
