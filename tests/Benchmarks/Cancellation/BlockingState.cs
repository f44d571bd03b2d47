using System.IO.Pipelines;
using System.Text;
using Witx.Bindings.Wasi;

namespace Benchmarks.Cancellation;

/// <summary>A guest that computes or waits until its run is cancelled.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Imports">The imports of the guest besides <c>fd_write</c>, in the WebAssembly text format.</param>
/// <param name="Body">The body of <c>_start</c>, in the WebAssembly text format.</param>
internal sealed record BlockingState(string Name, string Imports, string Body)
{
    // The default memory limit of a guest. Only the calls with large buffers use all of it.
    private const int Pages = 16384;

    private const string Preview = "wasi_snapshot_preview1";
    private const string Wasix = "wasix_32v1";
    private const string Hour = "(i64.const 3600000000000)";

    internal static BlockingState[] All { get; } =
    [
        new("computes", "", "(loop $l (br $l))"),
        new("waits for a clock (`poll_oneoff`)", Import(Preview, "poll_oneoff", "i32 i32 i32 i32"), $"(i32.store (i32.const 80) (i32.const "
            + $"1)) (i64.store (i32.const 88) {Hour}) {Call("(i32.const 64) (i32.const 128) (i32.const 1) (i32.const 192)")}"),
        new("sleeps (`thread_sleep`)", Import(Wasix, "thread_sleep", "i64"), Call(Hour)),
        new(
            "reads from an empty pipe",
            Import(Wasix, "fd_pipe", "i32 i32") + Read,
            $"{Call("(i32.const 32) (i32.const 36)")} {ReadFrom("(i32.load (i32.const 32))")}"),
        new("waits for an empty list (`epoll_wait`)", Import(Wasix, "epoll_create", "i32") + """(import "wasix_32v1" "epoll_wait" (func $wait (param i32 i32 i32 i64 i32) (result i32)))""", $"{Call("(i32.const 32)")} (drop (call $wait (i32.load (i32.const 32)) (i32.const 64) (i32.const 1) (i64.const -1) (i32.const 48)))"),
        new("accepts, virtual network", Accept, AcceptBody) { Network = WasiNetwork.Virtual() },
        new("accepts, host's network", Accept, AcceptBody) { Network = WasiNetwork.Host(WasiNetworkRule.Inbound("*")) },
        new("reads from a stream that blocks", Read, ReadFrom("(i32.const 0)")) { Input = WasiInput.FromStream(new BlockingStream()) },
        new("writes to a stream that blocks", "", WriteTo("(i32.const 2)", "0")) { Error = WasiOutput.ToStream(new BlockingStream()) },
        new("writes to a full pipe of .NET", "", WriteTo("(i32.const 2)", "0"))
        {
            Error = WasiOutput.ToPipe(new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)).Writer),
        },
        AtomicWait(8),
        AtomicWait(64),
        new(
            "reads 1 GiB of a host file (`fd_pread`)",
            Open + Import(Preview, "fd_pread", "i32 i32 i32 i64 i32"),
            Repeat("large", Call("(i32.load (i32.const 32)) (i32.const 40) (i32.const 1) (i64.const 0) (i32.const 8)"))),
        new(
            "writes 1 GiB to a file in memory (`fd_pwrite`)",
            Open + Import(Preview, "fd_pwrite", "i32 i32 i32 i64 i32"),
            Repeat("mem/file", Call("(i32.load (i32.const 32)) (i32.const 40) (i32.const 1) (i64.const 0) (i32.const 8)"))),
        new(
            "takes 64 MiB of random bytes",
            Import(Preview, "random_get", "i32 i32"),
            $"(loop $l {Call("(i32.const 65536) (i32.const 67108864)")} (br $l))"),
        new(
            "opens a path of 2,000 names",
            Open,
            $"(loop $l {OpenPath(1024, 4000)} (br $l))") { Path = string.Concat(System.Linq.Enumerable.Repeat("a/../", 800)) },
        new(
            "fills 1 GiB by one instruction (`memory.fill`)",
            "",
            "(loop $l (memory.fill (i32.const 65536) (i32.const 1) (i32.const 1073676288)) (br $l))"),
    ];

    /// <summary>True if the guest's memory is shared.</summary>
    internal bool IsShared { get; init; }

    internal WasiInput Input { get; init; } = WasiInput.Empty;

    internal WasiOutput Error { get; init; } = WasiOutput.Discard;

    internal WasiNetwork Network { get; init; } = WasiNetwork.Closed;

    internal string Path { get; init; } = "";

    /// <summary>The module: it writes one byte to standard output, then runs <see cref="Body"/>.</summary>
    internal byte[] Module => Encoding.UTF8.GetBytes($"""
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          {Imports}
          {(IsShared ? $"""(import "env" "memory" (memory {Pages} {Pages} shared)) (export "memory" (memory 0))""" : $"""(memory (export "memory") {Pages})""")}
          (data (i32.const 0) "\10\00\00\00\01\00\00\00")
          (data (i32.const 16) "!")
          (data (i32.const 40) "\00\00\01\00\00\00\ff\3f")
          (data (i32.const 256) "large")
          (data (i32.const 272) "mem/file")
          (data (i32.const 1024) "{Path}")
          (func (export "_start") {WriteTo("(i32.const 1)", "0")} {Body}))
        """);

    private static BlockingState AtomicWait(int touchedMegabytes) => new(
        $"waits in `memory.atomic.wait`, with {touchedMegabytes} MiB in use",
        "",
        $"(memory.fill (i32.const 65536) (i32.const 1) (i32.const {(touchedMegabytes - 1) << 20})) "
            + "(drop (memory.atomic.wait32 (i32.const 512) (i32.const 0) (i64.const -1)))")
    {
        IsShared = true,
    };

    private static string Accept =>
        Import(Wasix, "sock_open", "i32 i32 i32 i32")
        + """(import "wasix_32v1" "sock_listen" (func $listen (param i32 i32) (result i32)))"""
        + """(import "wasix_32v1" "sock_accept_v2" (func $accept (param i32 i32 i32 i32) (result i32)))""";

    private static string AcceptBody =>
        $"{Call("(i32.const 1) (i32.const 1) (i32.const 0) (i32.const 32)")} (drop (call $listen (i32.load (i32.const 32)) (i32.const 1)))"
        + " (drop (call $accept (i32.load (i32.const 32)) (i32.const 0) (i32.const 48) (i32.const 256)))";

    private static string Read => """(import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))""";

    private static string Open => """(import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))""";

    private static string Import(string module, string name, string parameters) =>
        $"""(import "{module}" "{name}" (func $call (param {parameters}) (result i32)))""";

    private static string Call(string arguments) => $"(drop (call $call {arguments}))";

    private static string ReadFrom(string fd) => $"(drop (call $read {fd} (i32.const 0) (i32.const 1) (i32.const 8)))";

    private static string WriteTo(string fd, string vectors) =>
        $"(drop (call $write {fd} (i32.const {vectors}) (i32.const 1) (i32.const 8)))";

    private static string OpenPath(int address, int length) =>
        $"(drop (call $open (i32.const 3) (i32.const 1) (i32.const {address}) (i32.const {length}) (i32.const 1) (i64.const 66) (i64.const "
            + $"0) (i32.const 0) (i32.const 32)))";

    private static string Repeat(string path, string call) =>
        $"{OpenPath(path == "large" ? 256 : 272, path.Length)} (loop $l {call} (br $l))";
}
