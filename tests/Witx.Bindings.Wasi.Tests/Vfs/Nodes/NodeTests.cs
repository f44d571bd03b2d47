using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Nodes;

/// <summary>File systems of the embedder: the calls that reach a node, and the effect of nodes that return wrong values.</summary>
public sealed class NodeTests
{
    [Fact]
    public void FdSync_OwnFile_ReachesSync()
    {
        OwnDirectory root = new();
        Assert.Equal(Errno.Success, root.CreateFile("f"u8, out WasiFileNode? file));
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromNode(root))] });
        Assert.Equal(Errno.Success, guest.Open(3, "f", 0, Rights.FdRead | Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Write(fd, "text", out uint count));
        Assert.Equal(4u, count);
        Assert.Equal(Errno.Success, guest.Call("fd_sync", fd));
        Assert.True(guest.Process.TryGetFileStat(new(fd), out Filestat stat));
        Assert.Equal((4UL, Filetype.RegularFile), (stat.Size, stat.Filetype));
        Assert.Equal(Errno.Success, guest.Call("fd_datasync", fd));
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        Assert.Equal(["sync", "datasync", "dispose"], ((OwnFile)file!).Calls);
    }

    [Fact]
    public void ReadOnlyNodes_EveryChange_IsRofs()
    {
        GuestFiles files = SnapshotTree.GetFiles(WasiDirectory.FromNode(new Fixed("text"u8.ToArray())));
        Assert.Equal("text", files.MustReadText("f"));
        Assert.Equal(["d", "f"], files.List("."));
        Assert.Equal(Errno.Rofs, files.OpenAndClose("f", HostOpen.Write));
        Assert.Equal(Errno.Rofs, files.OpenAndClose("f", HostOpen.Truncate));
        Assert.Equal(Errno.Rofs, files.OpenAndClose("new", HostOpen.Write | HostOpen.Create));
        Assert.Equal(Errno.Rofs, files.CreateDirectory("new"));
        Assert.Equal(Errno.Rofs, files.CreateLink("new", "f"));
        Assert.Equal(Errno.Rofs, files.Link("f", "new"));
        Assert.Equal(Errno.Rofs, files.Rename("f", "new"));
        Assert.Equal(Errno.Rofs, files.RemoveFile("f"));
        Assert.Equal(Errno.Rofs, files.RemoveDirectory("d"));
        Assert.Equal(Errno.Rofs, files.SetTimes("f", follow: true, new FileTimes(1, 1, Fstflags.Atim)));
        Assert.Equal(Errno.Exist, files.CreateDirectory("f"));
        Assert.Equal(Errno.Notdir, files.RemoveDirectory("f"));
        Assert.Equal(Errno.Isdir, files.RemoveFile("d"));
        Assert.Equal(Errno.Noent, files.RemoveFile("missing"));
    }

    [Fact]
    public void InodeNumbers_OfOneFileSystem_AreStableAndDistinct()
    {
        WasiDirectory directory = WasiDirectory.FromNode(new Fixed([]));
        Filestat first = SnapshotTree.GetFiles(directory).MustStat("f");
        Assert.Equal(first.Ino, SnapshotTree.GetFiles(directory).MustStat("f").Ino);
        Assert.NotEqual(first.Ino, SnapshotTree.GetFiles(directory).MustStat("d").Ino);
        Assert.Equal(Errno.Success, SnapshotTree.GetFiles(directory).Rename("f", "f"));
    }

    [Fact]
    public void Node_Throws_ExceptionComesOutUnchanged()
    {
        InvalidOperationException exception = new("node");
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromNode(new Throwing(exception)))] });
        GuestFiles files = SnapshotTree.GetFiles(WasiDirectory.FromNode(new Throwing(exception)));
        foreach (Action call in (Action[])
        [
            () => guest.Open(3, "f", 0, Rights.FdRead, out _),
            () => guest.Open(3, "f", 0, Rights.FdRead, out _, lookup: 0),
            () => guest.Call("fd_readdir", 3, BufferAt, 100, 0, ResultAt),
            () => guest.CallPath("path_unlink_file", 3, "f"),
            () => files.StatLink("f", out _),
            () => files.ReadLink("f", out _),
            () => files.SetTimes("f", follow: false, new FileTimes(1, 1, Fstflags.Atim)),
            () => files.CreateDirectory("f"),
            () => files.CreateLink("f", "target"),
            () => files.RemoveDirectory("f"),
            () => files.Link("f", "new"),
            () => files.Rename("f", "new"),
        ])
        {
            Assert.Same(exception, Assert.Throws<InvalidOperationException>(call));
        }
    }

    [Fact]
    public void Handle_ReturnsWrongCount_Throws()
    {
        GuestFiles files = SnapshotTree.GetFiles(WasiDirectory.FromNode(new Fixed("text"u8.ToArray(), extra: 1)));
        OpenFileDescription file = files.MustOpen("f", HostOpen.Read);
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => FileIO.ReadAt(file, new byte[4], 0, out _));
        Assert.Contains("returned a count of 5 for 4 bytes", exception.Message, StringComparison.Ordinal);
        file.Release();
    }

    [Fact]
    public void List_InvalidName_Throws()
    {
        OpenFileDescription root = SnapshotTree.GetFiles(WasiDirectory.FromNode(new Naming("a/b"))).MustOpen(
            ".", HostOpen.Read | HostOpen.Directory);
        Assert.Throws<InvalidOperationException>(() => ((DirectoryInode)root.Inode).List().MoveTo(0));
    }

    [Fact]
    public void List_MoreThanTheLedgerAllows_IsNomem()
    {
        using TestGuest guest = new(new WasiOptions
        {
            Limits = { MaxHostMemory = 100_000 },
            Mounts = [new("/", WasiDirectory.FromNode(new Naming("name", count: 1_000_000)))],
        });
        Assert.Equal(Errno.Nomem, guest.Call("fd_readdir", 3, BufferAt, 100, 0, ResultAt));
        Assert.Equal(0, guest.Process.Ledger.Charged);
    }

    private sealed class Fixed(byte[] content, int extra = 0) : WasiDirectoryNode
    {
        private readonly WasiFileNode _file = new File(content, extra);
        private readonly WasiDirectoryNode _directory = new OwnDirectory();

        public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node)
        {
            node = name.SequenceEqual("f"u8) ? _file : name.SequenceEqual("d"u8) ? _directory : null;
            return node is not null;
        }

        public override IEnumerable<WasiDirectoryEntry> List() =>
            [new("f", Filetype.RegularFile), new("d", Filetype.Directory)];

        private sealed class File(byte[] content, int extra) : WasiFileNode
        {
            public override ulong Length => (ulong)content.Length;

            public override WasiTypes.Errno OpenRead(out WasiFileHandle? handle)
            {
                handle = new Handle(content, extra);
                return Errno.Success;
            }
        }

        private sealed class Handle(byte[] content, int extra) : WasiFileHandle
        {
            public override ulong Length => (ulong)content.Length;

            public override WasiTypes.Errno Read(Span<byte> buffer, ulong offset, out int count)
            {
                ReadOnlySpan<byte> rest = content.AsSpan((int)ulong.Min(offset, Length));
                count = Math.Min(rest.Length, buffer.Length);
                rest[..count].CopyTo(buffer);
                count += extra;
                return Errno.Success;
            }
        }
    }

    private sealed class Throwing(Exception exception) : WasiDirectoryNode
    {
        public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node) => throw exception;

        public override IEnumerable<WasiDirectoryEntry> List() => throw exception;
    }

    /// <summary>A directory with a number of entries. A listing must not read all of them if they are more than one.</summary>
    private sealed class Naming(string name, int count = 1) : WasiDirectoryNode
    {
        public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node)
        {
            node = null;
            return false;
        }

        public override IEnumerable<WasiDirectoryEntry> List()
        {
            WasiDirectoryEntry entry = new(name, Filetype.RegularFile);
            for (int i = 0; i < count; i++)
            {
                yield return entry;
            }

            Assert.True(count == 1, "The listing was read to its end.");
        }
    }
}
