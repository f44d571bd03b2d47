using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Mounts;

/// <summary>A mount two levels below another mount, with files of the outer mount next to it.</summary>
public sealed class NestedMountTests
{
    private const Rights ReadWrite = Rights.FdRead | Rights.FdWrite;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NestedMount_FilesNextToIt_BelongToTheOuterMount(bool onHost)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, onHost);

        Assert.Equal(Errno.Success, guest.Open(3, "a/beside", 0, ReadWrite, out uint beside));
        Assert.Equal((Errno.Success, "above"), (guest.Read(beside, 10, out string text), text));
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/../beside", 0, ReadWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "a/new", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Success, guest.CallPath("path_create_directory", 3, "a/d"));
        Assert.Equal(Errno.Success, guest.CallPaths("path_rename", 3, "file", 3, "a/d/file"));
        Assert.Equal(Errno.Success, guest.CallPath("path_unlink_file", 3, "a/d/file"));
        Assert.Equal(Errno.Noent, guest.Open(3, "a/missing", 0, ReadWrite, out _));
        Assert.Equal([".", "..", "b", "beside", "d", "new"], ListNames(guest, "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NestedMount_DirectoryBeneathIt_IsHidden(bool onHost)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, onHost);

        Assert.Equal(Errno.Noent, guest.Open(3, "a/b/hidden", 0, ReadWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/inner", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Xdev, guest.CallPaths("path_rename", 3, "a/beside", 3, "a/b/beside"));
        Assert.Equal(Errno.Busy, guest.CallPaths("path_rename", 3, "a", 3, "elsewhere"));
    }

    [Fact]
    public void NestedMount_ParentMissingInTheOuterMount_ContainsOnlyTheMount()
    {
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = true,
            Mounts = [new("/", WasiDirectory.CreateInMemory()), new("/a/b", WasiDirectory.CreateInMemory())],
        });

        Assert.Equal(Errno.Perm, guest.Open(3, "a/new", Oflags.Creat, ReadWrite, out _));
        Assert.Equal([".", "..", "b"], ListNames(guest, "a"));
    }

    [Fact]
    public void NestedMount_SymlinkAtItsParent_IsNotFollowed()
    {
        using ScratchDirectory scratch = new();
        Directory.CreateDirectory(scratch["outside"]);
        File.WriteAllText(scratch["outside/secret"], "");
        Directory.CreateDirectory(scratch["jail"]);
        File.CreateSymbolicLink(scratch["jail/a"], scratch["outside"]);
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = true,
            Mounts = [new("/", WasiDirectory.FromHostPath(scratch["jail"])), new("/a/b", WasiDirectory.CreateInMemory())],
        });

        Assert.Equal(Errno.Noent, guest.Open(3, "a/secret", 0, Rights.FdRead, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/inner", Oflags.Creat, ReadWrite, out _));
    }

    [Fact]
    public void NestedMount_OuterMountReadOnly_IsWritableItself()
    {
        using ScratchDirectory scratch = new();
        Directory.CreateDirectory(scratch["a"]);
        File.WriteAllText(scratch["a/beside"], "above");
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = true,
            Mounts =
            [
                new("/", WasiDirectory.FromHostPath(scratch.Path)) { IsReadOnly = true },
                new("/a/b", WasiDirectory.CreateInMemory()),
            ],
        });

        Assert.Equal(Errno.Success, guest.Open(3, "a/beside", 0, Rights.FdRead, out _));
        Assert.Equal(Errno.Perm, guest.Open(3, "a/new", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/new", Oflags.Creat, ReadWrite, out _));
    }

    [Fact]
    public void NestedMount_OuterMountRevoked_StaysUsable()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, onHost: true);
        Assert.Equal(Errno.Success, guest.Open(3, "a/beside", 0, ReadWrite, out uint beside));

        Assert.True(guest.Process.RevokeMount("/"));

        Assert.Equal(Errno.Stale, guest.Read(beside, 10, out _));
        Assert.Equal(Errno.Stale, guest.Open(3, "a/beside", 0, ReadWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/inner", Oflags.Creat, ReadWrite, out _));
    }

    /// <summary>Starts a guest with files at <c>/</c> and a memory mount at <c>/a/b</c>.</summary>
    private static TestGuest Start(ScratchDirectory scratch, bool onHost)
    {
        WasiDirectory outer = onHost ? WasiDirectory.FromHostPath(scratch.Path) : WasiDirectory.CreateInMemory();
        using (TestGuest owner = new(new WasiOptions { Mounts = [new("/", outer)] }))
        {
            Assert.Equal(Errno.Success, owner.CallPath("path_create_directory", 3, "a"));
            Assert.Equal(Errno.Success, owner.CallPath("path_create_directory", 3, "a/b"));
            Assert.Equal(Errno.Success, owner.Open(3, "a/b/hidden", Oflags.Creat, ReadWrite, out _));
            Assert.Equal(Errno.Success, owner.Open(3, "file", Oflags.Creat, ReadWrite, out _));
            Assert.Equal(Errno.Success, owner.Open(3, "a/beside", Oflags.Creat, ReadWrite, out uint beside));
            Assert.Equal(Errno.Success, owner.Write(beside, "above", out _));
        }

        return new TestGuest(new WasiOptions
        {
            PreopenRoot = true,
            Mounts = [new("/", outer), new("/a/b", WasiDirectory.CreateInMemory())],
        });
    }

    private static string[] ListNames(TestGuest guest, string path)
    {
        Assert.Equal(Errno.Success, guest.Open(3, path, Oflags.Directory, Rights.FdReaddir, out uint fd));
        Assert.Equal(Errno.Success, guest.Call("fd_readdir", fd, 0x5000, 0x1000, 0, ResultAt));
        int used = (int)guest.UInt32(ResultAt);
        List<string> names = [];
        for (int at = 0x5000; at < 0x5000 + used; at += 24 + (int)guest.UInt32(at + 16))
        {
            names.Add(guest.Text(at + 24, (int)guest.UInt32(at + 16)));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }
}
