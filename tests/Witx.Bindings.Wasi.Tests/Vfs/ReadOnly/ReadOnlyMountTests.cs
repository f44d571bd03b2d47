using System;
using System.IO;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.ReadOnly;

/// <summary>One tree mounted twice, once to be looked at only: nothing that a guest does through that mount, or from it to the other, changes a byte or a time.</summary>
public sealed class ReadOnlyMountTests : IDisposable
{
    private const uint Fixed = 3;
    private const uint Free = 4;
    private const ulong All = ulong.MaxValue >> 34;

    private static readonly string[] s_paths = ["file", "link", "dir", "dir/", "dir/inner", "todir/inner", "missing", "dangling", "."];

    private static readonly Rights[] s_rights =
    [
        0, Rights.FdRead, Rights.FdWrite, Rights.FdRead | Rights.FdWrite, Rights.FdAllocate, Rights.FdFilestatSetSize, Rights.FdFilestatSetTimes,
        Rights.FdReaddir, (Rights)All,
    ];

    private readonly ScratchDirectory _scratch = new();

    public static TheoryData<string, bool> Kinds => new(
        from kind in new[] { "host", "memory", "overlay", "overlay over the host" }
        from ofWasix in new[] { false, true }
        select (kind, ofWasix));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoWayOfOpening_ChangesAnything(string kind, bool ofWasix)
    {
        WasiDirectory directory = Fill(kind);
        using TestGuest guest = Start(directory, ofWasix);
        string before = Picture(directory);
        for (int how = 0; how < 16; how++)
        {
            foreach (Rights rights in s_rights)
            {
                foreach (string path in s_paths)
                {
                    foreach (Lookupflags lookup in new Lookupflags[] { 0, Lookupflags.SymlinkFollow })
                    {
                        Errno answer = guest.Open(Fixed, path, (Oflags)how, rights, out uint fd, (Fdflags)(how % 2), lookup);
                        if (answer == Errno.Success)
                        {
                            Assert.True((how & (int)Oflags.Trunc) == 0, $"'{path}' was opened to be cut");
                            ChangeBy(guest, fd);
                            Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
                        }
                    }
                }
            }

            Assert.Equal(before, Picture(directory));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoName_IsMadeTakenOrMoved(string kind, bool ofWasix)
    {
        WasiDirectory directory = Fill(kind);
        using TestGuest guest = Start(directory, ofWasix);
        Assert.Equal(Errno.Success, guest.Open(Fixed, "dir", Oflags.Directory, 0, out uint below));
        string before = Picture(directory);
        foreach (uint fd in new[] { Fixed, below })
        {
            string file = fd == Fixed ? "file" : "inner";
            string other = fd == Fixed ? "dir" : "empty";
            Assert.Equal(Errno.Perm, guest.CallPath("path_create_directory", fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPath("path_unlink_file", fd, file));
            Assert.Equal(Errno.Perm, guest.CallPath("path_remove_directory", fd, other));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_symlink", fd, "target", fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_link", fd, file, fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_rename", fd, file, fd, "new"));
            Assert.Equal(Errno.Perm, guest.CallPaths("path_rename", fd, other, fd, "new"));
            foreach (string path in new[] { file, other, "." })
            {
                guest.Write(0x3000, Encoding.UTF8.GetBytes(path));
                Assert.Equal(Errno.Perm, guest.Call("path_filestat_set_times", fd, 1, 0x3000, (uint)path.Length, 1, 1, 5));
            }
        }

        Assert.Equal(before, Picture(directory));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingGoes_WhereMoreIsPermitted(string kind, bool ofWasix)
    {
        WasiDirectory directory = Fill(kind);
        using TestGuest guest = Start(directory, ofWasix);
        Assert.Equal(Errno.Success, guest.Open(Fixed, "dir", Oflags.Directory, 0, out uint below));
        Assert.Equal(Errno.Success, guest.Open(Free, "dir", Oflags.Directory, 0, out uint belowFree));
        string before = Picture(directory);
        foreach (string function in new[] { "path_link", "path_rename" })
        {
            foreach (uint target in new[] { Free, belowFree })
            {
                Assert.Equal(Errno.Perm, guest.CallPaths(function, Fixed, "file", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, Fixed, "link", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, below, "inner", target, "stolen"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, target, target == Free ? "file" : "inner", Fixed, "given"));
                Assert.Equal(Errno.Perm, guest.CallPaths(function, target, target == Free ? "file" : "inner", below, "given"));
            }
        }

        Assert.Equal(before, Picture(directory));
        Assert.Equal(Errno.Success, guest.CallPaths("path_link", Free, "file", belowFree, "linked"));
        Assert.Equal(Errno.Success, guest.CallPaths("path_rename", belowFree, "linked", Free, "moved"));
    }

    [Fact]
    public void TwoMountsThatPermitTheSame_AreTwoDevicesAllTheSame()
    {
        WasiDirectory directory = Fill("memory");
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/a", directory), new("/b", directory)] });
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_link", 3, "file", 4, "new"));
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_rename", 3, "file", 4, "new"));
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_rename", 4, "dir", 3, "new"));
    }

    /// <summary>Whatever changes what a descriptor stands for.</summary>
    private static void ChangeBy(TestGuest guest, uint fd)
    {
        guest.Vectors(0x1000, 4);
        Assert.NotEqual(Errno.Success, guest.Call("fd_write", fd, 0x100, 1, 0x200));
        Assert.NotEqual(Errno.Success, guest.Call("fd_pwrite", fd, 0x100, 1, 0, 0x200));
        Assert.NotEqual(Errno.Success, guest.Call("fd_filestat_set_size", fd, 1));
        Assert.NotEqual(Errno.Success, guest.Call("fd_allocate", fd, 0, 100));
        Assert.Equal(Errno.Perm, guest.Call("fd_filestat_set_times", fd, 1, 1, 5));
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", fd, (ulong)Fdflags.Append));
        Assert.NotEqual(Errno.Success, guest.Call("fd_write", fd, 0x100, 1, 0x200));
    }

    private static TestGuest Start(WasiDirectory directory, bool ofWasix) =>
        new(
            new WasiOptions { Mounts = [new("/fixed", directory) { IsReadOnly = true }, new("/free", directory)] },
            ofWasix ? Personality.Wasix : Personality.Preview);

    private static string Picture(WasiDirectory directory)
    {
        DirectoryInode inode = directory.Open(default);
        string picture = new DirectoryDump(new GuestFiles(new PathBase(inode))).WithTimes;
        inode.Close();
        return picture;
    }

    private WasiDirectory Fill(string kind)
    {
        WasiDirectory directory = kind switch
        {
            "host" => WasiDirectory.Host(_scratch.Path),
            "memory" => WasiDirectory.Memory(),
            "overlay" => WasiDirectory.Overlay(WasiDirectory.Memory()),
            _ => WasiDirectory.Overlay(WasiDirectory.Host(_scratch.Path)),
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
