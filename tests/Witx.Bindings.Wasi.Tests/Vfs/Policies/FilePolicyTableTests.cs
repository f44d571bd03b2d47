using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Policies;

/// <summary>
/// Every function of every interface that accesses a path calls the file policy, and does nothing if the policy denies the path. The table
/// is compared with the interfaces, so that a new function needs a row.
/// </summary>
public sealed class FilePolicyTableTests : IDisposable
{
    private const Errno Denial = Errno.Txtbsy;

    private static readonly Row[] s_rows =
    [
        new("path_create_directory", ["Create d/new"], static call => call.Make(call.Fd, PathAt, call.Path("d/new"))),
        new("path_filestat_get", ["Inspect d/f"], static call => call.Make(call.Fd, 1, PathAt, call.Path("d/f"), StatAt)),
        new("path_filestat_set_times", ["SetTimes d/f"], static call => call.Make(call.Fd, 1, PathAt, call.Path("d/f"), 1, 1, 5)),
        new("path_link", ["Inspect, Read, Write, SetTimes, Link d/f", "Create, Link d/new"], static call =>
            call.Make(call.Fd, 0, PathAt, call.Path("d/f"), call.Fd, OtherPathAt, call.OtherPath("d/new"))),
        new("path_open", ["Read d/f"], static call => call.Open("d/f", 0, Rights.FdRead)),
        new("path_open", ["Write d/f"], static call => call.Open("d/f", 0, Rights.FdWrite)),
        new("path_open", ["Read, Write d/f"], static call => call.Open("d/f", Oflags.Trunc, Rights.FdRead)),
        new("path_open", ["Read, Write, Create d/new"], static call => call.Open("d/new", Oflags.Creat, Rights.FdRead | Rights.FdWrite)),
        new("path_open", ["Read d"], static call => call.Open("d", Oflags.Directory, Rights.FdRead)),
        new("path_open2", ["Write, Create d/new"], static call =>
            call.Make(
                call.Fd, 1, PathAt, call.Path("d/new"), (ulong)Oflags.Creat, (ulong)Rights.FdWrite, 0, 0, 0, ResultAt)),
        new("path_readlink", ["Inspect d/l"], static call => call.Make(call.Fd, PathAt, call.Path("d/l"), BufferAt, 100, ResultAt)),
        new("path_remove_directory", ["Remove d/empty"], static call => call.Make(call.Fd, PathAt, call.Path("d/empty"))),
        new("path_rename", ["Inspect, Read, Write, Remove, SetTimes, Rename d/f", "Create, Remove, Rename d/new"], static call =>
            call.Make(call.Fd, PathAt, call.Path("d/f"), call.Fd, OtherPathAt, call.OtherPath("d/new"))),
        new("path_symlink", ["Create d/new"], static call =>
            call.Make(PathAt, call.Path("f"), call.Fd, OtherPathAt, call.OtherPath("d/new"))),
        new("path_unlink_file", ["Remove d/f"], static call => call.Make(call.Fd, PathAt, call.Path("d/f"))),
        new("chdir", ["Inspect d"], static call => call.Make(PathAt, call.Path("/d"))) { NeedsRoot = true },
        new("fd_filestat_set_times", ["SetTimes d/f"], static call => call.Make(call.Fd, 1, 1, 5)) { Opened = "d/f" },
        new("fd_filestat_set_times", ["SetTimes d"], static call => call.Make(call.Fd, 1, 1, 5)) { Opened = "d" },
        new("fd_filestat_set_times", ["SetTimes "], static call => call.Make(call.Fd, 1, 1, 5)),
        new("fd_filestat_set_size", [], static call => call.Make(call.Fd, 1)) { Opened = "d/f", Result = Errno.Inval },
        new("fd_allocate", [], static call => call.Make(call.Fd, 0, 100)) { Opened = "d/f", Result = Errno.Badf },
        new("fd_readdir", ["Read d"], static call => call.Make(call.Fd, BufferAt, 1000, 0, ResultAt)) { Opened = "d" },
        new("fd_readdir", ["Read "], static call => call.Make(call.Fd, BufferAt, 1000, 0, ResultAt)),
    ];

    /// <summary>Functions with a string that is not a path, or with the path of a program, which <c>ProgramTests</c> cover.</summary>
    private static readonly string[] s_others =
    [
        "callback_signal", "port_bridge", "resolve",
        "proc_exec", "proc_exec2", "proc_exec3", "proc_exec4", "proc_spawn", "proc_spawn2", "proc_spawn3",
    ];

    private static readonly Dictionary<string, Func<WasiThread, IHostModule>[]> s_interfaces = new()
    {
        ["wasi_unstable"] = [static thread => new Preview0(thread)],
        ["wasi_snapshot_preview1"] = [static thread => new Preview1(thread, Personality.Preview)],
        ["wasix_32v1"] =
        [
            static thread => new Preview1(thread, Personality.Wasix), static thread => new Wasix(thread),
            static thread => new WasixExt(thread), static thread => new WasixEarly(thread), static thread => new WasixSignals(thread),
        ],
        ["wasix_64v1"] =
        [
            static thread => new Preview1Memory64(thread), static thread => new WasixMemory64(thread),
            static thread => new WasixExtMemory64(thread), static thread => new WasixSignals(thread),
        ],
    };

    private readonly ScratchDirectory _scratch = new();

    /// <summary>
    /// Gets each row in each interface that has the function, over a preopened directory, one that is a point of the mount tree, and the
    /// root.
    /// </summary>
    public static TheoryData<string, string, bool, int> Rows => new(
        from name in s_interfaces.Keys
        from layout in new[] { "preopen", "point", "root" }
        from onHost in new[] { true, false }
        from row in Enumerable.Range(0, s_rows.Length)
        where (layout == "root" || !s_rows[row].NeedsRoot) && GetFunctions(name).Any(function => function.Name == s_rows[row].Function)
        select (name, layout, onHost, row));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Table_FunctionThatTakesAPath_HasARow()
    {
        foreach (string name in s_interfaces.Keys)
        {
            string[] functions =
            [
                .. GetFunctions(name)
                    .Where(static function => function.Name.StartsWith("path_", StringComparison.Ordinal)
                        || function.GetWitxSignature()?.Parameters.Any(static parameter => parameter.Passing == WitxPassing.String) == true)
                    .Select(static function => function.Name),
            ];
            Assert.True(functions.Length >= 10, $"Only {functions.Length} functions of '{name}' take a path.");
            Assert.Empty(functions.Except(s_rows.Select(static row => row.Function)).Except(s_others));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Function_Allowed_RequestsExactlyItsPaths(string name, string layout, bool onHost, int row)
    {
        RecordingPolicy policy = new();
        using TestGuest guest = Start(name, layout, onHost, policy, out _);
        PolicyCall call = PolicyCall.Prepare(s_rows[row], guest, policy);
        Assert.Equal(s_rows[row].Result, s_rows[row].Run(call));
        Assert.Equal(s_rows[row].Requests, policy.Requests);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Function_AnyOfItsPathsDenied_FailsAndChangesNothing(string name, string layout, bool onHost, int row)
    {
        foreach (string denied in s_rows[row].Requests)
        {
            RecordingPolicy policy = new();
            using TestGuest guest = Start(name, layout, onHost, policy, out WasiDirectory directory);
            PolicyCall call = PolicyCall.Prepare(s_rows[row], guest, policy);
            string before = Dump(directory);
            policy.Rule = (access, path) => $"{access} {path}" == denied ? WasiPolicyDecision.Deny(Denial) : WasiPolicyDecision.Allow;
            Assert.Equal(Denial, s_rows[row].Run(call));
            Assert.Equal(before, Dump(directory));
        }
    }

    /// <summary>A path that is not UTF-8 never reaches the file system.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Function_PathThatIsNotUtf8_IsIlseqWithoutARequest(string name, string layout, bool onHost, int row)
    {
        RecordingPolicy policy = new();
        using TestGuest guest = Start(name, layout, onHost, policy, out WasiDirectory directory);
        PolicyCall call = PolicyCall.Prepare(s_rows[row], guest, policy) with { IsUtf8 = false };
        string before = Dump(directory);
        Errno error = s_rows[row].Run(call);
        if (!s_rows[row].Function.StartsWith("fd_", StringComparison.Ordinal))
        {
            Assert.Equal(Errno.Ilseq, error);
            Assert.Empty(policy.Requests);
            Assert.Equal(before, Dump(directory));
        }
    }

    private static IEnumerable<HostFunction> GetFunctions(string name)
    {
        using TestGuest guest = TestGuest.Create(new WasiOptions(), s_interfaces[name]);
        return [.. guest.Functions.Select(guest.Function)];
    }

    private static string Dump(WasiDirectory directory)
    {
        DirectoryInode inode = directory.Open(default);
        GuestFiles files = new(new PathBase(inode));
        string dump = string.Join('\n', new[] { "d", "d/f", "d/l", "d/empty", "d/new" }.Select(path =>
            $"{files.StatLink(path, out Filestat stat)} {stat with { Atim = 0 }}"));
        inode.Close();
        return dump;
    }

    private TestGuest Start(string name, string layout, bool onHost, RecordingPolicy policy, out WasiDirectory directory)
    {
        directory = onHost ? WasiDirectory.FromHostPath(_scratch.Path) : WasiDirectory.CreateInMemory();
        DirectoryInode inode = directory.Open(default);
        GuestFiles files = new(new PathBase(inode));
        if (files.StatLink("d", out _) == Errno.Noent)
        {
            files.With("d/", "d/f", "d/empty/", "d/l -> f");
        }

        inode.Close();
        WasiOptions options = new()
        {
            PreopenRoot = layout == "root",
            Mounts = [new("/", directory) { Policy = policy }],
        };
        if (layout == "point")
        {
            options.Mounts.Add(new("/point/below", WasiDirectory.CreateInMemory()));
        }

        TestGuest guest = TestGuest.Create(options, s_interfaces[name]);
        Assert.Empty(policy.Requests);
        return guest;
    }

    /// <summary>A call of a function.</summary>
    /// <param name="Function">The name of the function.</param>
    /// <param name="Requests">The requests that the policy receives.</param>
    /// <param name="Run">Makes the call.</param>
    private sealed record Row(string Function, string[] Requests, Func<PolicyCall, Errno> Run)
    {
        /// <summary>True if the call needs the directory <c>/</c>.</summary>
        public bool NeedsRoot { get; init; }

        /// <summary>The path that is opened for reading before the call, or null to use the preopened directory.</summary>
        public string? Opened { get; init; }

        /// <summary>The result of the call, which fails if the descriptor was not opened for it.</summary>
        public Errno Result { get; init; } = Errno.Success;
    }

    /// <summary>The guest that makes the call of a row.</summary>
    /// <param name="Function">The name of the function.</param>
    /// <param name="Guest">The guest.</param>
    /// <param name="Fd">The descriptor of the call.</param>
    private sealed record PolicyCall(string Function, TestGuest Guest, uint Fd)
    {
        /// <summary>False to replace the first byte of each path by one that is not UTF-8.</summary>
        public bool IsUtf8 { get; init; } = true;

        public static PolicyCall Prepare(Row row, TestGuest guest, RecordingPolicy policy)
        {
            PolicyCall call = new(row.Function, guest, 3);
            if (row.Opened is { } path)
            {
                Assert.Equal(Errno.Success, (call with { Function = "path_open" }).Open(path, 0, Rights.FdRead));
                call = call with { Fd = guest.UInt32(ResultAt) };
            }

            policy.Requests.Clear();
            return call;
        }

        public Errno Make(params ReadOnlySpan<ulong> arguments) => Guest.Call(Function, arguments);

        public Errno Open(string path, Oflags how, Rights rights) =>
            Make(Fd, 1, PathAt, Path(path), (ulong)how, (ulong)rights, 0, 0, ResultAt);

        public ulong Path(string path) => Write(PathAt, path);

        public ulong OtherPath(string path) => Write(OtherPathAt, path);

        private ulong Write(int address, string path)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(path);
            bytes[0] = IsUtf8 ? bytes[0] : (byte)0xff;
            Guest.Write(address, bytes);
            return (ulong)bytes.Length;
        }
    }
}
