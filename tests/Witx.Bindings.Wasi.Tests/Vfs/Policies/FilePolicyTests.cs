using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Memory;
using Witx.Bindings.Wasi.Vfs.Paths;
using Witx.Bindings.Wasi.Vfs.Policies;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Policies;

/// <summary>The decisions of a file policy: by the path without symbolic links, before anything of the directory is visible.</summary>
public sealed class FilePolicyTests
{
    private const Errno Denial = Errno.Txtbsy;

    private static readonly Func<WasiFileAccess, string, WasiPolicyDecision> s_denySecret = static (_, path) =>
        path == "secret" || path.StartsWith("secret/", StringComparison.Ordinal)
            ? WasiPolicyDecision.Deny(Denial)
            : WasiPolicyDecision.Allow;

    public static TheoryData<Resolver> Resolvers => [Resolver.Kernel, Resolver.Walker, Resolver.Portable];

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void DeniedDirectory_ReachedInAnyWay_IsDeniedForEveryOperation(Resolver resolver)
    {
        using PolicyTree tree = CreateTree(resolver);
        foreach (string path in new[]
        {
            "secret/x", "secret/sub/y", "a/../secret/x", "./secret//x", "link/x", "a/up/x", "chain/x", "file", "a/chain",
        })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(tree))
            {
                bool isLinkItself = path is "file" or "a/chain" && !PathOperationCases.FollowsLinks(name);
                if (!isLinkItself)
                {
                    Errno error = run(tree.Guest, path);
                    bool isExclusive = error == Errno.Exist && name.Contains("exclusively", StringComparison.Ordinal);
                    Assert.True(error == Denial || isExclusive, $"{name} of '{path}' is {error}");
                }
            }
        }

        Assert.Equal("secret/x", tree.Owner.MustReadText("secret/x"));
        Assert.Equal(["sub", "x"], tree.Owner.List("secret"));
        Assert.Equal(["back", "y"], tree.Owner.List("secret/sub"));
    }

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void DeniedPath_OfASymlinkToAnAllowedFile_FollowsTheLink(Resolver resolver)
    {
        using PolicyTree tree = CreateTree(resolver);
        Assert.Equal("a/x", tree.Guest.MustReadText("secret/sub/back"));
        Assert.Equal(Denial, tree.Guest.ReadLink("secret/sub/back", out _));
        tree.Policy.Rule = static (_, path) =>
            path is "allowed" or "allowed/f" ? WasiPolicyDecision.Allow : WasiPolicyDecision.Deny(Denial);
        tree.Owner.With("allowed/", "allowed/f", "to -> allowed", "tof -> to/f");
        Assert.Equal("allowed/f", tree.Guest.MustReadText("to/f"));
        Assert.Equal("allowed/f", tree.Guest.MustReadText("tof"));
        Assert.Equal(Errno.Success, tree.Guest.Stat("tof", out _));
        Assert.Equal(Denial, tree.Guest.StatLink("tof", out _));
        Assert.Equal(Denial, tree.Guest.ReadLink("tof", out _));
        Assert.Equal(Denial, tree.Guest.OpenAndClose("tof", HostOpen.Read));
    }

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void DeniedDirectory_MissingName_HasTheErrorOfTheDenial(Resolver resolver)
    {
        using PolicyTree tree = CreateTree(resolver);
        foreach (string path in new[] { "secret/missing", "secret/missing/y", "secret/x/y", "link/missing/y", "secret/sub/missing/y/z" })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(tree))
            {
                Assert.True(run(tree.Guest, path) == Denial, $"{name} of '{path}' is {run(tree.Guest, path)}");
            }
        }

        Assert.Equal(Errno.Noent, tree.Guest.Stat("a/missing/y", out _));
    }

    /// <summary>An open of a directory without <c>O_DIRECTORY</c> finds out later that it is one.</summary>
    [Theory]
    [MemberData(nameof(Resolvers))]
    public void OpenedDirectory_OfAnyOpen_StaysUnderThePolicy(Resolver resolver)
    {
        using PolicyTree tree = CreateTree(resolver);
        foreach (HostOpen open in new[] { HostOpen.Read, HostOpen.Read | HostOpen.Directory })
        {
            OpenFileDescription file = tree.Guest.MustOpen("a", open);
            GuestFiles below = tree.Guest.Below(file);
            tree.Policy.Requests.Clear();
            Assert.Equal(Errno.Success, below.Stat("x", out _));
            Assert.Equal(["Inspect a/x"], tree.Policy.Requests);
            Assert.Equal(Errno.Success, file.Inode.SetTimes(new FileTimes(1, 1, Fstflags.Atim)));
            tree.Policy.Rule = static (_, path) =>
                path.StartsWith('a') ? WasiPolicyDecision.Deny(Denial) : WasiPolicyDecision.Allow;
            Assert.Equal(Denial, below.Stat("x", out _));
            Assert.Equal(Denial, below.Stat(".", out _));
            Assert.Equal(Denial, below.OpenAndClose("x", HostOpen.Read));
            Assert.Equal(Denial, below.OpenAndClose(".", HostOpen.Read));
            Assert.Equal(Denial, file.Inode.SetTimes(new FileTimes(1, 1, Fstflags.Atim)));
            Assert.Equal(Denial, ((DirectoryInode)file.Inode).List().MoveTo(0));
            tree.Policy.Rule = s_denySecret;
            file.Release();
        }
    }

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void OpenFile_SetTimes_IsDecidedByThePathOfTheOpen(Resolver resolver)
    {
        using PolicyTree tree = CreateTree(resolver);
        tree.Policy.Rule = static (access, path) =>
            access == WasiFileAccess.SetTimes && path == "a/x" ? WasiPolicyDecision.Deny(Denial) : WasiPolicyDecision.Allow;
        Filestat before = tree.Owner.MustStat("a/x");
        foreach (HostOpen open in new[] { HostOpen.Read, HostOpen.Write, HostOpen.Read | HostOpen.Write })
        {
            foreach (string path in new[] { "a/x", "a/../a/x", "tox" })
            {
                Assert.Equal(Errno.Success, tree.Guest.Open(path, open | HostOpen.Follow, out OpenFileDescription? file));
                Assert.Equal(Denial, file!.Inode.SetTimes(new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim)));
                file.Release();
            }
        }

        Assert.Equal(before.Mtim, tree.Owner.MustStat("a/x").Mtim);
    }

    /// <summary>A guest's path is UTF-8, but the target of a symbolic link need not be.</summary>
    [Fact]
    public void SymlinkTarget_NotUtf8_IsDecidedByItsBytes()
    {
        using PolicyTree tree = CreateTree(Resolver.Kernel);
        DirectoryInode root = tree.Owner.Start.Directory;
        Assert.Equal(Errno.Success, root.Open([0xff, 0xfe], HostOpen.Write | HostOpen.Create, out Inode? file));
        file!.Close();
        Assert.Equal(Errno.Success, root.CreateLink("bytes"u8, [0xff, 0xfe]));
        tree.Policy.Requests.Clear();
        Assert.Equal(Errno.Success, tree.Guest.OpenAndClose("bytes", HostOpen.Read | HostOpen.Follow));
        Assert.Equal("Read \u00ff\u00fe", tree.Policy.Requests[^1]);
        tree.Policy.Rule = static (_, path) =>
            path == "\u00ff\u00fe" ? WasiPolicyDecision.Deny(Denial) : WasiPolicyDecision.Allow;
        Assert.Equal(Denial, tree.Guest.OpenAndClose("bytes", HostOpen.Read | HostOpen.Follow));
        Assert.Equal(Errno.Success, root.RemoveFile([0xff, 0xfe]));
    }

    [Fact]
    public void LongPath_BelowOpenedDirectories_IsNametoolong()
    {
        MountPolicy policy = new(new RecordingPolicy(), "/", NullLogger.Instance);
        MemoryVolume volume = new(new Quota(), new WasiClock(TimeProvider.System));
        Mount mount = new("/"u8.ToArray(), MemoryDirectory.Create(volume), policy: policy);
        string name = new('n', 250);
        GuestFiles below = new(new PathBase(mount.Directory, mount));
        Stack<OpenFileDescription> opened = [];
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(Errno.Success, below.CreateDirectory(name));
            opened.Push(below.MustOpen(name, HostOpen.Read | HostOpen.Directory));
            below = below.Below(opened.Peek());
        }

        Assert.Equal(Errno.Nametoolong, below.CreateDirectory(name));
        Assert.Equal(Errno.Nametoolong, below.Open(name, HostOpen.Read, out _));
        Assert.Equal(Errno.Success, below.CreateDirectory("n"));
        while (opened.TryPop(out OpenFileDescription? file))
        {
            file.Release();
        }
    }

    /// <summary>A symbolic link of WASIX that leads into another mount is decided by that mount's policy.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoMounts_SymlinkFromOneToTheOther_IsDecidedByTheOther(bool onHost)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory first = onHost ? WasiDirectory.FromHostPath(scratch.Path) : WasiDirectory.CreateInMemory();
        WasiDirectory second = WasiDirectory.CreateInMemory();
        second.WriteFile("x", "text"u8);
        RecordingPolicy policy = new();
        RecordingPolicy other = new() { Rule = static (_, _) => WasiPolicyDecision.Deny(Denial) };
        using TestGuest guest = new(
            new WasiOptions
            {
                PreopenRoot = true,
                Mounts = [new("/", first) { Policy = policy }, new("/m", second) { Policy = other }],
            },
            Personality.Wasix);
        Assert.Equal(Errno.Success, guest.CallPaths("path_symlink", 3, "/m/x", 3, "to"));
        Assert.Equal(Denial, guest.Open(3, "to", 0, Rights.FdRead, out _));
        Assert.Equal(Denial, guest.Open(3, "/m/x", 0, Rights.FdRead, out _));
        Assert.Equal(Denial, guest.Open(3, "m", Oflags.Directory, Rights.FdRead, out _));
        other.Rule = static (_, path) => path == "x" ? WasiPolicyDecision.Allow : WasiPolicyDecision.Deny(Denial);
        Assert.Equal(Errno.Success, guest.Open(3, "to", 0, Rights.FdRead, out _));
        Assert.DoesNotContain("Read m/x", policy.Requests);
        Assert.Equal(Denial, guest.Open(3, "/m", Oflags.Directory, Rights.FdRead, out _));
    }

    /// <summary>The directory of a mount that is a point of the mount tree, by every path that names it.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("/")]
    [InlineData("point/..")]
    public void PointOfTheMountTree_ItselfDenied_IsDenied(string path)
    {
        RecordingPolicy policy = new();
        using TestGuest guest = new(
            new WasiOptions
            {
                PreopenRoot = true,
                Mounts =
                [
                    new("/", WasiDirectory.CreateInMemory()) { Policy = policy },
                    new("/point/below", WasiDirectory.CreateInMemory()),
                ],
            },
            Personality.Wasix);
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        guest.Write(PathAt, bytes);
        Assert.Equal(Errno.Success, guest.Open(3, path, Oflags.Directory, Rights.FdReaddir, out uint fd));
        Assert.Equal(Errno.Success, guest.Call("path_filestat_get", 3, 1, PathAt, (uint)bytes.Length, StatAt));
        Assert.Equal(["Read ", "Inspect "], policy.Requests);
        policy.Rule = static (_, path) => path.Length == 0 ? WasiPolicyDecision.Deny(Denial) : WasiPolicyDecision.Allow;
        Assert.Equal(Denial, guest.Open(3, path, Oflags.Directory, Rights.FdReaddir, out _));
        Assert.Equal(Denial, guest.Call("path_filestat_get", 3, 1, PathAt, (uint)bytes.Length, StatAt));
        Assert.Equal(Denial, guest.Call("path_filestat_set_times", 3, 1, PathAt, (uint)bytes.Length, 1, 1, 5));
        Assert.Equal(Denial, guest.Call("fd_readdir", fd, BufferAt, 100, 0, ResultAt));
    }

    [Fact]
    public void ReadOnlyMount_WithAPolicy_EnforcesBoth()
    {
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("a", "text"u8);
        directory.WriteFile("secret/x", "text"u8);
        RecordingPolicy policy = new() { Rule = s_denySecret };
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory) { Policy = policy, IsReadOnly = true }] });
        Assert.Equal(Errno.Perm, guest.CallPath("path_unlink_file", 3, "a"));
        Assert.Equal(Errno.Perm, guest.Open(3, "a", Oflags.Creat, Rights.FdWrite, out _));
        Assert.Equal(Denial, guest.CallPath("path_unlink_file", 3, "secret/x"));
        Assert.Equal(Errno.Success, guest.Open(3, "a", 0, Rights.FdRead, out uint fd));
        Assert.Equal(Errno.Perm, guest.Call("fd_filestat_set_times", fd, 1, 1, 5));
        Assert.True(guest.Process.RevokeMount("/"));
        Assert.Equal(Errno.Stale, guest.Open(3, "a", 0, Rights.FdRead, out _));
    }

    [Fact]
    public void Decisions_DenialAndAudit_AreLogged()
    {
        using ScratchDirectory scratch = new();
        RecordingLoggers log = new(LogLevel.Information);
        RecordingPolicy policy = new()
        {
            Rule = static (access, path) => path == "no" ? WasiPolicyDecision.Deny(Errno.Noent) : WasiPolicyDecision.Audit,
        };
        File.WriteAllText(scratch["yes"], "text");
        using TestGuest guest = new(new WasiOptions
        {
            LoggerFactory = log,
            Mounts = [new("/data", WasiDirectory.FromHostPath(scratch.Path)) { Policy = policy }],
        });
        Assert.Equal(Errno.Success, guest.Open(3, "yes", 0, Rights.FdRead, out _));
        Assert.Equal(Errno.Noent, guest.Open(3, "no", Oflags.Creat, Rights.FdWrite, out _));
        Assert.Equal(
            [
                "Information The file policy allowed Read access to 'yes' below '/data'.",
                "Warning The file policy denied Write, Create access to 'no' below '/data'.",
            ],
            log.Lines);
        Assert.False(File.Exists(scratch["no"]));
    }

    [Fact]
    public void Policy_Throws_ExceptionComesOutUnchanged()
    {
        InvalidOperationException exception = new("policy");
        RecordingPolicy policy = new();
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path)) { Policy = policy }] });
        policy.Rule = (_, _) => throw exception;
        Assert.Same(exception, Assert.Throws<InvalidOperationException>(() => guest.Open(3, "a", 0, Rights.FdRead, out _)));
        Assert.Same(exception, Assert.Throws<InvalidOperationException>(() => guest.CallPath("path_create_directory", 3, "a")));
    }

    [Fact]
    public void Request_IsWithin_ComparesWholeComponents()
    {
        WasiFileRequest request = new(WasiFileAccess.Read, "/data", "a/b"u8);
        Assert.True(request.IsWithin([]));
        Assert.True(request.IsWithin("a"u8));
        Assert.True(request.IsWithin("a/b"u8));
        Assert.False(request.IsWithin("a/b/c"u8));
        Assert.False(new WasiFileRequest(WasiFileAccess.Read, "/", "ab/c"u8).IsWithin("a"u8));
        Assert.Equal("Read 'a/b' in '/data'", request.ToString());
    }

    [Fact]
    public void Decision_DefaultValue_Denies()
    {
        WasiPolicyDecision decision = default;
        Assert.Equal((false, false, Errno.Acces), (decision.IsAllowed, decision.IsAudited, decision.Error));
        decision = WasiPolicyDecision.Audit;
        Assert.Equal((true, true, Errno.Success), (decision.IsAllowed, decision.IsAudited, decision.Error));
        Assert.Equal(Errno.Noent, WasiPolicyDecision.Deny(Errno.Noent).Error);
        Assert.Throws<ArgumentException>(static () => WasiPolicyDecision.Deny(Errno.Success));
    }

    private static PolicyTree CreateTree(Resolver resolver)
    {
        PolicyTree tree = new(resolver);
        tree.Owner.With(
            "a/", "a/x", "tox -> a/x", "secret/", "secret/x", "secret/sub/", "secret/sub/y", "secret/sub/back -> ../../a/x",
            "link -> secret",
            "a/up -> ../secret", "chain -> a/up", "file -> secret/x", "a/chain -> ../file");
        tree.Policy.Rule = s_denySecret;
        return tree;
    }
}
