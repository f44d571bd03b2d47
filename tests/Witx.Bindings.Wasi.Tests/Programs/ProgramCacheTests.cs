using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>The cache of compiled programs on disk.</summary>
public sealed partial class ProgramCacheTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Cache => _scratch["cache \"of\" ünïcode"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void ProgramCache_SeveralPrograms_ContainsOneFileEach()
    {
        Run(3);
        string cachedFile = Assert.Single(GetCachedFiles());
        Run(3);
        Assert.Equal([cachedFile], GetCachedFiles());
        Run(4);
        Assert.Equal(2, GetCachedFiles().Length);
    }

    [Fact]
    public void CachedProgram_RunAgain_IsNotCompiledAgain()
    {
        ReplaceCachedProgram3(exitCode: 4);
        Run(3, runsAs: 4);
    }

    [Fact]
    public void CachedProgram_WithInstancePool_IsNotCompiledAgain()
    {
        ReplaceCachedProgram3(exitCode: 4);
        using WasiHost host = new(new WasiHostOptions { CacheDirectory = Cache, MaxPooledInstances = 1 });
        using WasiProgram program = host.Load("guest", CreateProgram(3));
        Assert.Equal(4, program.Run(new()).ExitCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    public void CachedProgram_FileTruncated_IsCompiledAgain(int length)
    {
        Run(3);
        string cachedFile = Assert.Single(GetCachedFiles());
        byte[] whole = File.ReadAllBytes(cachedFile);
        File.WriteAllBytes(cachedFile, whole[..length]);
        Run(3);
        Assert.Equal(whole.Length, new FileInfo(cachedFile).Length);
    }

    [Fact]
    public void ProgramCache_CancellableCompilation_IsASeparateFile()
    {
        using WasiHost host = CreateHost();
        using WasiProgram program = host.Load("guest", CreateProgram(3));
        program.Compile(interruptible: true, TestContext.Current.CancellationToken);
        program.Compile(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, GetCachedFiles().Length);
    }

    [Fact]
    public void ProgramCache_BeyondItsSize_RemovesTheLeastRecentlyUsed()
    {
        Run(1);
        string first = Assert.Single(GetCachedFiles());
        Run(2);
        string second = Assert.Single(GetCachedFiles(), file => file != first);
        long maxCacheSize = new FileInfo(first).Length * 5 / 2;
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(second, DateTime.UtcNow.AddDays(-1));

        Run(1, maxCacheSize);
        Run(3, maxCacheSize);

        Assert.Equal(2, GetCachedFiles().Length);
        Assert.Contains(first, GetCachedFiles());
        Assert.DoesNotContain(second, GetCachedFiles());
    }

    [Fact]
    public void ProgramCache_ProgramLargerThanTheLimit_IsKeptAlone()
    {
        Run(1, maxSize: 1);
        Run(2, maxSize: 1);
        _ = Assert.Single(GetCachedFiles());
    }

    [Fact]
    public void ProgramCache_OtherFilesInItsDirectory_AreNotRemoved()
    {
        string[] others = ["data", "x.cwasm", new string('a', 64), new string('A', 64) + ".cwasm"];
        Directory.CreateDirectory(Cache);
        Array.ForEach(others, other => File.WriteAllText(Path.Join(Cache, other), "mine"));
        File.WriteAllText(Path.Join(Cache, new string('a', 64) + ".cwasm.draft"), "a draft that was left behind");
        Run(1, maxSize: 1);
        Assert.Equal(others.Length + 1, GetCachedFiles().Length);
        Assert.All(others, other => Assert.True(File.Exists(Path.Join(Cache, other))));
    }

    [Fact]
    public void ProgramCache_DirectoryDeleted_RunsWithoutCaching()
    {
        using WasiHost host = CreateHost();
        using WasiProgram first = host.Load("guest", CreateProgram(1));
        Assert.Equal(1, first.Run(new()).ExitCode);
        Directory.Delete(Cache, recursive: true);
        using WasiProgram second = host.Load("guest", CreateProgram(2));
        Assert.Equal(2, second.Run(new()).ExitCode);
    }

    [Fact]
    public void ProgramCache_NewDirectory_IsPrivateToTheUser()
    {
        Run(1);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Cache);
        Assert.True(mode is null or (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    /// <summary>Cached files are executed as machine code, so no other user may write to the directory.</summary>
    [Theory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false)]
    public void UserCacheDirectory_WritableByOthers_IsNotUsed(UnixFileMode others, bool isUsed)
    {
        if (!OperatingSystem.IsWindows())
        {
            string directory = _scratch["cache"];
            Directory.CreateDirectory(directory);
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);

            Assert.Equal(isUsed, WasiProgramCache.OpenForUser(directory, maxSize: 1) is not null);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    public void CacheDirectory_WritableByOthers_ThrowsUnauthorizedAccessException(UnixFileMode others, bool isUsed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        CreateDirectory(Cache, others);
        AssertUsed(isUsed);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    public void CacheDirectory_ParentWritableByOthers_IsRefusedUnlessSticky(UnixFileMode others, bool isUsed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        string shared = _scratch["shared"];
        CreateDirectory(shared, others);
        CreateDirectory(Path.Join(shared, "private"), UnixFileMode.None);
        Directory.CreateSymbolicLink(Cache, Path.Join(shared, "private"));
        AssertUsed(isUsed);
    }

    [Theory]
    [InlineData("symbolic link")]
    [InlineData("group may write")]
    [InlineData("others may write")]
    [InlineData("another owner")]
    public void CachedFile_WritableByOthers_IsCompiledAgain(string reason)
    {
        Assert.SkipUnless(reason != "another owner" || Environment.IsPrivilegedProcess, "Only root can give a file to another user.");
        string cachedFile = ReplaceCachedProgram3(exitCode: 4);
        Run(3, runsAs: 4);
        switch (reason)
        {
            case "symbolic link":
                File.Move(cachedFile, _scratch["elsewhere"]);
                File.CreateSymbolicLink(cachedFile, _scratch["elsewhere"]);
                break;
            case "another owner":
                Assert.Equal(0, ChangeOwner(cachedFile, 12345, 12345));
                break;
            case not null when !OperatingSystem.IsWindows():
                UnixFileMode added = reason[0] == 'g' ? UnixFileMode.GroupWrite : UnixFileMode.OtherWrite;
                File.SetUnixFileMode(cachedFile, File.GetUnixFileMode(cachedFile) | added);
                break;
            default:
                Assert.Skip("Windows has no file modes.");
                break;
        }

        Run(3);
        Run(3);
        Assert.Null(new FileInfo(cachedFile).LinkTarget);
    }

    [Fact]
    public void CachedFile_New_IsPrivateToTheUser()
    {
        Run(1);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Assert.Single(GetCachedFiles()));
        Assert.True(mode is null or (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void ProgramFile_ChangedAfterLoad_IsReadWhenItIsCompiled()
    {
        File.WriteAllBytes(_scratch["guest.wat"], CreateProgram(7));
        using WasiHost host = CreateHost();
        using WasiProgram program = host.Load(_scratch["guest.wat"]);
        File.WriteAllBytes(_scratch["guest.wat"], CreateProgram(8));
        Assert.Equal(8, program.Run(new()).ExitCode);
        File.Delete(_scratch["guest.wat"]);
        Assert.Equal(8, program.Run(new()).ExitCode);
        Assert.Throws<FileNotFoundException>(() => host.Load(_scratch["guest.wat"]));
    }

    [Fact]
    public void CacheDirectory_IsAFile_ThrowsIOException()
    {
        File.WriteAllText(_scratch["file"], "");
        using WasiHost host = new(new WasiHostOptions { CacheDirectory = _scratch["file"] });
        using WasiProgram program = host.Load("guest", CreateProgram(0));
        _ = Assert.Throws<IOException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ProgramCache_InvalidProgram_IsNotCached()
    {
        using WasiHost host = CreateHost();
        using WasiProgram program = host.Load("guest", "\x7fELF"u8.ToArray());
        WasiProgramException error = Assert.Throws<WasiProgramException>(
            () => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("neither a WebAssembly binary nor WebAssembly text", error.Message, StringComparison.Ordinal);
        Assert.Empty(GetCachedFiles());
    }

    private WasiHost CreateHost(long maxSize = long.MaxValue) =>
        new(new WasiHostOptions { CacheDirectory = Cache, MaxCacheSize = maxSize });

    private void Run(int exitCode, long maxSize = long.MaxValue, int? runsAs = null)
    {
        using WasiHost host = CreateHost(maxSize);
        using WasiProgram program = host.Load("guest", CreateProgram(exitCode));
        Assert.Equal(runsAs ?? exitCode, program.Run(new()).ExitCode);
    }

    /// <summary>
    /// Replaces the cached file of the program that exits with 3, so that the exit code shows whether the cache was used.
    /// </summary>
    private string ReplaceCachedProgram3(int exitCode)
    {
        Run(exitCode);
        string other = Assert.Single(GetCachedFiles());
        Run(3);
        string three = Assert.Single(GetCachedFiles(), file => file != other);
        File.Copy(other, three, overwrite: true);
        return three;
    }

    private void AssertUsed(bool isUsed)
    {
        if (isUsed)
        {
            ReplaceCachedProgram3(exitCode: 4);
            Run(3, runsAs: 4);
            return;
        }

        UnauthorizedAccessException exception = Assert.Throws<UnauthorizedAccessException>(() => Run(3));
        Assert.Contains(Cache, exception.Message, StringComparison.Ordinal);
        Assert.Empty(GetCachedFiles());
    }

    private static void CreateDirectory(string path, UnixFileMode others)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    private static byte[] CreateProgram(int exitCode) => Encoding.UTF8.GetBytes($"""
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (func (export "_start") (call $exit (i32.const {exitCode}))))
        """);

    private string[] GetCachedFiles() => [.. Directory.GetFiles(Cache).Order()];
}
