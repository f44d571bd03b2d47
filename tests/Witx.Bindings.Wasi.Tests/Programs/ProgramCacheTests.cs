using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Witx.Bindings.Wasi.Programs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

public sealed partial class ProgramCacheTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Cache => _scratch["cache \"of\" ünïcode"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void CompiledPrograms_AreKeptWhereTheyAreAskedFor()
    {
        Run(3);
        string kept = Assert.Single(Kept());
        Run(3);
        Assert.Equal([kept], Kept());
        Run(4);
        Assert.Equal(2, Kept().Length);
    }

    [Fact]
    public void KeptProgram_IsNotCompiledAgain()
    {
        KeepAnotherAsThree(exitCode: 4);
        Run(3, runsAs: 4);
    }

    [Fact]
    public void KeptProgram_RunsOutOfAPoolToo()
    {
        KeepAnotherAsThree(exitCode: 4);
        using WasiHost host = new() { CacheDirectory = Cache, MaxPooledInstances = 1 };
        using WasiProgram program = host.Load("guest", Text(3));
        Assert.Equal(4, host.Run(program, new()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    public void KeptProgramThatIsCutShort_IsCompiledAgain(int length)
    {
        Run(3);
        string kept = Assert.Single(Kept());
        byte[] whole = File.ReadAllBytes(kept);
        File.WriteAllBytes(kept, whole[..length]);
        Run(3);
        Assert.Equal(whole.Length, new FileInfo(kept).Length);
    }

    [Fact]
    public void CancellableRuns_HaveAProgramOfTheirOwn()
    {
        using WasiHost host = NewHost();
        using WasiProgram program = host.Load("guest", Text(3));
        program.Compile(cancellable: true, TestContext.Current.CancellationToken);
        program.Compile(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, Kept().Length);
    }

    [Fact]
    public void WhatWasNotUsedForLongest_GoesFirst()
    {
        Run(1);
        string first = Assert.Single(Kept());
        Run(2);
        string second = Assert.Single(Kept(), file => file != first);
        long room = new FileInfo(first).Length * 5 / 2;
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(second, DateTime.UtcNow.AddDays(-1));

        Run(1, room);
        Run(3, room);

        Assert.Equal(2, Kept().Length);
        Assert.Contains(first, Kept());
        Assert.DoesNotContain(second, Kept());
    }

    [Fact]
    public void ProgramThatIsTooLarge_IsKeptAlone()
    {
        Run(1, room: 1);
        Run(2, room: 1);
        _ = Assert.Single(Kept());
    }

    [Fact]
    public void WhatElseLiesInTheDirectory_StaysThere()
    {
        string[] others = ["data", "x.cwasm", new string('a', 64), new string('A', 64) + ".cwasm"];
        Directory.CreateDirectory(Cache);
        Array.ForEach(others, other => File.WriteAllText(Path.Join(Cache, other), "mine"));
        File.WriteAllText(Path.Join(Cache, new string('a', 64) + ".cwasm.draft"), "a draft that was left behind");
        Run(1, room: 1);
        Assert.Equal(others.Length + 1, Kept().Length);
        Assert.All(others, other => Assert.True(File.Exists(Path.Join(Cache, other))));
    }

    [Fact]
    public void DirectoryThatIsGone_KeepsNothing()
    {
        using WasiHost host = NewHost();
        using WasiProgram first = host.Load("guest", Text(1));
        Assert.Equal(1, host.Run(first, new()));
        Directory.Delete(Cache, recursive: true);
        using WasiProgram second = host.Load("guest", Text(2));
        Assert.Equal(2, host.Run(second, new()));
    }

    [Fact]
    public void CacheOfTheUserAlone_MayBeReadByNobodyElse()
    {
        Run(1);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Cache);
        Assert.True(mode is null or (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    /// <summary>What is mapped from there is run as machine code.</summary>
    [Theory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false)]
    public void DirectoryOfTheUser_ThatOthersMayWriteTo_IsNotUsed(UnixFileMode others, bool isUsed)
    {
        if (!OperatingSystem.IsWindows())
        {
            string directory = _scratch["cache"];
            Directory.CreateDirectory(directory);
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);

            Assert.Equal(isUsed, ProgramCache.OpenForUser(directory, maxSize: 1) is not null);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    public void ExplicitDirectory_ThatOthersMayWriteTo_IsRefused(UnixFileMode others, bool isUsed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        MakeDirectory(Cache, others);
        AssertUsed(isUsed);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    public void DirectoryBelowOne_ThatOthersMayWriteTo_IsRefusedUnlessItIsSticky(UnixFileMode others, bool isUsed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        string shared = _scratch["shared"];
        MakeDirectory(shared, others);
        MakeDirectory(Path.Join(shared, "private"), UnixFileMode.None);
        Directory.CreateSymbolicLink(Cache, Path.Join(shared, "private"));
        AssertUsed(isUsed);
    }

    [Theory]
    [InlineData("symbolic link")]
    [InlineData("group may write")]
    [InlineData("others may write")]
    [InlineData("another owner")]
    public void KeptFile_ThatAnotherUserCanHaveWritten_IsCompiledAgain(string reason)
    {
        Assert.SkipUnless(reason != "another owner" || Environment.IsPrivilegedProcess, "Only root can give a file to another user.");
        string kept = KeepAnotherAsThree(exitCode: 4);
        Run(3, runsAs: 4);
        switch (reason)
        {
            case "symbolic link":
                File.Move(kept, _scratch["elsewhere"]);
                File.CreateSymbolicLink(kept, _scratch["elsewhere"]);
                break;
            case "another owner":
                Assert.Equal(0, ChangeOwner(kept, 12345, 12345));
                break;
            case not null when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(kept, File.GetUnixFileMode(kept) | (reason[0] == 'g' ? UnixFileMode.GroupWrite : UnixFileMode.OtherWrite));
                break;
            default:
                Assert.Skip("Windows has no file modes.");
                break;
        }

        Run(3);
        Run(3);
        Assert.Null(new FileInfo(kept).LinkTarget);
    }

    [Fact]
    public void KeptFile_MayBeWrittenByNobodyElse()
    {
        Run(1);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Assert.Single(Kept()));
        Assert.True(mode is null or (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void File_IsReadWhenItIsCompiled()
    {
        File.WriteAllBytes(_scratch["guest.wat"], Text(7));
        using WasiHost host = NewHost();
        using WasiProgram program = host.Load(_scratch["guest.wat"]);
        File.WriteAllBytes(_scratch["guest.wat"], Text(8));
        Assert.Equal(8, host.Run(program, new()));
        File.Delete(_scratch["guest.wat"]);
        Assert.Equal(8, host.Run(program, new()));
        Assert.Throws<FileNotFoundException>(() => host.Load(_scratch["guest.wat"]));
    }

    [Fact]
    public void DirectoryThatCannotBe_IsAnError()
    {
        File.WriteAllText(_scratch["file"], "");
        using WasiHost host = new() { CacheDirectory = _scratch["file"] };
        using WasiProgram program = host.Load("guest", Text(0));
        _ = Assert.Throws<IOException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void WhatIsNoProgram_IsNotKept()
    {
        using WasiHost host = NewHost();
        using WasiProgram program = host.Load("guest", "\x7fELF"u8.ToArray());
        WasiProgramException error = Assert.Throws<WasiProgramException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("neither a WebAssembly binary nor WebAssembly text", error.Message, StringComparison.Ordinal);
        Assert.Empty(Kept());
    }

    private WasiHost NewHost(long room = long.MaxValue) => new() { CacheDirectory = Cache, MaxCacheSize = room };

    private void Run(int exitCode, long room = long.MaxValue, int? runsAs = null)
    {
        using WasiHost host = NewHost(room);
        using WasiProgram program = host.Load("guest", Text(exitCode));
        Assert.Equal(runsAs ?? exitCode, host.Run(program, new()));
    }

    /// <summary>Puts another program where the one that exits with 3 is kept, so that it shows which one runs.</summary>
    private string KeepAnotherAsThree(int exitCode)
    {
        Run(exitCode);
        string other = Assert.Single(Kept());
        Run(3);
        string three = Assert.Single(Kept(), file => file != other);
        File.Copy(other, three, overwrite: true);
        return three;
    }

    private void AssertUsed(bool isUsed)
    {
        if (isUsed)
        {
            KeepAnotherAsThree(exitCode: 4);
            Run(3, runsAs: 4);
            return;
        }

        UnauthorizedAccessException refusal = Assert.Throws<UnauthorizedAccessException>(() => Run(3));
        Assert.Contains(Cache, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Kept());
    }

    private static void MakeDirectory(string path, UnixFileMode others)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    private static byte[] Text(int exitCode) => Encoding.UTF8.GetBytes($"""
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (func (export "_start") (call $exit (i32.const {exitCode}))))
        """);

    private string[] Kept() => [.. Directory.GetFiles(Cache).Order()];
}
