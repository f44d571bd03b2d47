using System;
using System.IO;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Tests.Vfs.Nodes;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.ReadOnly;

/// <summary>A directory mounted twice, once read-only: no call through the read-only mount changes a byte or a time.</summary>
public sealed class ReadOnlyMountTests : IDisposable
{
    private const uint ReadOnlyFd = 3;
    private const uint WritableFd = 4;
    private const ulong AllRights = ulong.MaxValue >> 34;

    private static readonly string[] s_paths = ["file", "link", "dir", "dir/", "dir/inner", "todir/inner", "missing", "dangling", "."];

    private static readonly Rights[] s_rights =
    [
        0, Rights.FdRead, Rights.FdWrite, Rights.FdRead | Rights.FdWrite, Rights.FdAllocate, Rights.FdFilestatSetSize,
        Rights.FdFilestatSetTimes,
        Rights.FdReaddir, (Rights)AllRights,
    ];

    private readonly ScratchDirectory _scratch = new();

    public static TheoryData<string, bool> Kinds => new(
        from kind in new[] { "host", "memory", "overlay", "overlay over the host", "view", "own" }
        from isWasix in new[] { false, true }
        select (kind, isWasix));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadOnlyMount_FileOpenedInAnyWay_IsNotChanged(string kind, bool isWasix)
    {
        WasiDirectory directory = CreateDirectory(kind);
        using TestGuest guest = Start(directory, isWasix);
        string before = Dump(directory);
        for (int how = 0; how < 16; how++)
        {
            foreach (Rights rights in s_rights)
            {
                foreach (string path in s_paths)
                {
                    foreach (Lookupflags lookup in new Lookupflags[] { 0, Lookupflags.SymlinkFollow })
                    {
                        Errno error = guest.Open(ReadOnlyFd, path, (Oflags)how, rights, out uint fd, (Fdflags)(how % 2), lookup);
                        if (error == Errno.Success)
                        {
                            Assert.True((how & (int)Oflags.Trunc) == 0, $"'{path}' was opened with trunc.");
                            AssertCannotChange(guest, fd);
                            Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
                        }
                    }
                }
            }

            Assert.Equal(before, Dump(directory));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadOnlyMount_EntryCreatedRemovedOrRenamed_IsPerm(string kind, bool isWasix)
    {
        WasiDirectory directory = CreateDirectory(kind);
        using TestGuest guest = Start(directory, isWasix);
        Assert.Equal(Errno.Success, guest.Open(ReadOnlyFd, "dir", Oflags.Directory, 0, out uint subdirectory));
        string before = Dump(directory);
        foreach (uint fd in new[] { ReadOnlyFd, subdirectory })
        {
            string file = fd == ReadOnlyFd ? "file" : "inner";
            string other = fd == ReadOnlyFd ? "dir" : "empty";
            Assert.Equal(Errno.Perm, guest.CallPath("path_create_directory", fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPath("path_unlink_file", fd, file));
            Assert.Equal(Errno.Perm, guest.CallPath("path_remove_directory", fd, other));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_symlink", fd, "target", fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_link", fd, file, fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_rename", fd, file, fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_rename", fd, other, fd, "new"));
            foreach (string path in new[] { file, other, "." })
            {
                guest.Write(PathAt, Encoding.UTF8.GetBytes(path));
                Assert.Equal(Errno.Perm, guest.Call("path_filestat_set_times", fd, 1, PathAt, (uint)path.Length, 1, 1, 5));
            }
        }

        Assert.Equal(before, Dump(directory));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadOnlyMount_LinkOrRenameToAWritableMount_IsPerm(string kind, bool isWasix)
    {
        WasiDirectory directory = CreateDirectory(kind);
        using TestGuest guest = Start(directory, isWasix);
        Assert.Equal(Errno.Success, guest.Open(ReadOnlyFd, "dir", Oflags.Directory, 0, out uint subdirectory));
        Assert.Equal(Errno.Success, guest.Open(WritableFd, "dir", Oflags.Directory, 0, out uint writableSubdirectory));
        string before = Dump(directory);
        foreach (string function in new[] { "path_link", "path_rename" })
        {
            foreach (uint target in new[] { WritableFd, writableSubdirectory })
            {
                Assert.Equal(Errno.Perm, guest.CallPaths(function, ReadOnlyFd, "file", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, ReadOnlyFd, "link", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, subdirectory, "inner", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, target, target == WritableFd ? "file" : "inner", ReadOnlyFd, "given"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, target, target == WritableFd ? "file" : "inner", subdirectory, "given"));
            }
        }

        Assert.Equal(before, Dump(directory));
        Assert.Equal(Errno.Success, guest.CallPaths("path_link", WritableFd, "file", writableSubdirectory, "linked"));
        Assert.Equal(Errno.Success, guest.CallPaths("path_rename", writableSubdirectory, "linked", WritableFd, "moved"));
    }

    [Fact]
    public void TwoWritableMounts_OfOneDirectory_AreDifferentDevices()
    {
        WasiDirectory directory = CreateDirectory("memory");
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/a", directory), new("/b", directory)] });
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_link", 3, "file", 4, "new"));
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_rename", 3, "file", 4, "new"));
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_rename", 4, "dir", 3, "new"));
    }

    /// <summary>Makes every call that changes a file, and asserts that it fails.</summary>
    private static void AssertCannotChange(TestGuest guest, uint fd)
    {
        guest.Vectors(TextAt, 4);
        Assert.NotEqual(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 1, ResultAt));
        Assert.NotEqual(Errno.Success, guest.Call("fd_pwrite", fd, VectorsAt, 1, 0, ResultAt));
        Assert.NotEqual(Errno.Success, guest.Call("fd_filestat_set_size", fd, 1));
        Assert.NotEqual(Errno.Success, guest.Call("fd_allocate", fd, 0, 100));
        Assert.Equal(Errno.Perm, guest.Call("fd_filestat_set_times", fd, 1, 1, 5));
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", fd, (ulong)Fdflags.Append));
        Assert.NotEqual(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 1, ResultAt));
    }

    private static TestGuest Start(WasiDirectory directory, bool isWasix) =>
        new(
            new WasiOptions { Mounts = [new("/fixed", directory) { IsReadOnly = true }, new("/free", directory)] },
            isWasix ? Personality.Wasix : Personality.Preview);

    private static string Dump(WasiDirectory directory)
    {
        DirectoryInode inode = directory.Open(default);
        string dump = new DirectoryDump(new GuestFiles(new PathBase(inode))).WithTimes;
        inode.Close();
        return dump;
    }

    private WasiDirectory CreateDirectory(string kind)
    {
        WasiDirectory directory = kind switch
        {
            "host" => WasiDirectory.FromHostPath(_scratch.Path),
            "memory" => WasiDirectory.CreateInMemory(),
            "view" => WasiDirectory.CreateInMemory().CreateSnapshot().CreateView(),
            "own" => WasiDirectory.FromNode(new OwnDirectory()),
            "overlay" => WasiDirectory.CreateOverlay(WasiDirectory.CreateInMemory()),
            _ => WasiDirectory.CreateOverlay(WasiDirectory.FromHostPath(_scratch.Path)),
        };
        if (kind == "overlay over the host")
        {
            Directory.CreateDirectory(_scratch["dir"]);
            File.WriteAllText(_scratch["file"], "text");
        }

        DirectoryInode inode = directory.Open(default);
        GuestFiles owner = new(new PathBase(inode));
        owner.With(new[] { "dir/", "file", "dir/inner", "dir/empty/", "link -> file", "todir -> dir", "dangling -> dir/new" }
            .Where(path => owner.StatLink(path.TrimEnd('/'), out _) == Errno.Noent));
        inode.Close();
        return directory;
    }
}
