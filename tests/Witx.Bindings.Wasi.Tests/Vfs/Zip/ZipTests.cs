using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Zip;

/// <summary>A zip archive as a read-only directory.</summary>
public sealed class ZipTests
{
    [Fact]
    public void Zip_FilesAndDirectories_AreReadAtAnyOffset()
    {
        byte[] large = new byte[300_000];
        new Random(1).NextBytes(large);
        GuestFiles files = SnapshotTree.GetFiles(Create(("a/b/large", large), ("a/", []), ("x", "text"u8.ToArray()), ("empty", [])));
        Assert.Equal(["a", "empty", "x"], files.List("."));
        Assert.Equal(["large"], files.List("a/b"));
        Assert.Equal("text", files.MustReadText("x"));
        Assert.Equal("", files.MustReadText("empty"));
        OpenFileDescription file = files.MustOpen("a/b/large", HostOpen.Read);
        Assert.Equal(300_000UL, FileIO.MustStat(file).Size);
        foreach (int offset in new[] { 299_990, 0, 65_530, 131_072, 299_999, 300_000, 400_000 })
        {
            byte[] buffer = new byte[20];
            Assert.Equal(Errno.Success, FileIO.ReadAt(file, buffer, (ulong)offset, out uint count));
            int expected = Math.Clamp(300_000 - offset, 0, 20);
            Assert.Equal(expected, (int)count);
            Assert.True(buffer.AsSpan(0, expected).SequenceEqual(large.AsSpan(Math.Min(offset, 300_000), expected)));
        }

        file.Release();
        Assert.Equal(Errno.Rofs, files.WriteText("x", "changed"));
        Assert.Equal(Errno.Rofs, files.RemoveFile("x"));
    }

    [Theory]
    [InlineData("../x", "..")]
    [InlineData("a/../../x", "..")]
    [InlineData("/x", "absolute")]
    [InlineData("a//x", "empty")]
    [InlineData("./x", "component '.'")]
    [InlineData("twice", "same name")]
    [InlineData("twice/x", "file of the same name")]
    [InlineData("d/", "same name")]
    public void Zip_InvalidName_IsRefusedByName(string name, string reason)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Create(("twice", []), ("d/", []), (name, [])));
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zip_InflatedBytes_AreChargedUntilTheFileIsClosed()
    {
        using TestGuest guest = new(new WasiOptions
        {
            Limits = { MaxHostMemory = 200_000 },
            Mounts = [new("/", Create(("zeros", new byte[1_000_000])))],
        });
        Assert.Equal(Errno.Success, guest.Open(3, "zeros", 0, Rights.FdRead | Rights.FdSeek, out uint fd));
        Assert.Equal(0, guest.Process.Ledger.Charged);
        guest.Vectors(BufferAt, 100);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt));
        Assert.Equal(1 << 16, guest.Process.Ledger.Charged);
        Assert.Equal(Errno.Nomem, guest.Call("fd_pread", fd, VectorsAt, 1, 900_000, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 1, 100_000, ResultAt));
        Assert.InRange(guest.Process.Ledger.Charged, 1 << 17, 200_000);
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        Assert.Equal(0, guest.Process.Ledger.Charged);
    }

    [Fact]
    public void Zip_Symlink_IsFollowed()
    {
        WasiDirectory zip = Create(("link", "d/f"u8.ToArray()), ("d/f", "text"u8.ToArray()), ("out", "../x"u8.ToArray()));
        GuestFiles files = SnapshotTree.GetFiles(zip);
        Assert.Equal("text", files.MustReadText("link"));
        Assert.Equal(Filetype.SymbolicLink, files.MustStat("link").Filetype);
        Assert.Equal(Errno.Perm, files.Stat("out", out _));
    }

    [Fact]
    public void Zip_DamagedFile_IsIo()
    {
        byte[] content = new byte[100_000];
        new Random(2).NextBytes(content);
        using MemoryStream archive = Write([("f", content)]);
        byte[] bytes = archive.ToArray();
        bytes.AsSpan(20_000, 60_000).Fill(0xff);
        GuestFiles files = SnapshotTree.GetFiles(WasiDirectory.FromZip(new MemoryStream(bytes)));
        OpenFileDescription file = files.MustOpen("f", HostOpen.Read);
        Assert.Equal(Errno.Io, FileIO.ReadAt(file, new byte[10], 90_000, out _));
        Assert.Equal(Errno.Io, FileIO.ReadAt(file, new byte[10], 90_000, out _));
        file.Release();
    }

    /// <summary>After a failed read, the position of the archive's stream is unknown: nothing more may be inflated from it.</summary>
    [Fact]
    public void Zip_StreamFailsOnce_FileStaysUnreadableAndNothingIsCharged()
    {
        byte[] content = new byte[100_000];
        new Random(3).NextBytes(content);
        using FailingStream archive = new(Write([("f", content)]).ToArray());
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromZip(archive))] });
        Assert.Equal(Errno.Success, guest.Open(3, "f", 0, Rights.FdRead | Rights.FdSeek, out uint fd));
        guest.Vectors(BufferAt, 100);
        archive.IsFailing = true;
        Assert.Equal(Errno.Io, guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt));
        archive.IsFailing = false;
        Assert.Equal(Errno.Io, guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt));
        Assert.Equal(0, guest.Process.Ledger.Charged);

        // Another open file of the archive has a position of its own.
        Assert.Equal(Errno.Success, guest.Open(3, "f", 0, Rights.FdRead | Rights.FdSeek, out uint other));
        Assert.Equal(Errno.Success, guest.Call("fd_pread", other, VectorsAt, 1, 0, ResultAt));
        Assert.True(guest.Memory.Slice(BufferAt, 100).SequenceEqual(content.AsSpan(0, 100)));
    }

    [Fact]
    public void Zip_NotAnArchive_Throws()
    {
        using ScratchDirectory scratch = new();
        File.WriteAllText(scratch["text"], "text");
        Assert.Throws<InvalidDataException>(() => WasiDirectory.FromZip(scratch["text"]));

        // The file was closed, so it can be opened alone.
        File.Open(scratch["text"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        Assert.Throws<FileNotFoundException>(() => WasiDirectory.FromZip(scratch["missing"]));
        File.WriteAllBytes(scratch["zip"], Write([("f", "text"u8.ToArray())]).ToArray());
        Assert.Equal("text"u8, WasiDirectory.CreateOverlay(WasiDirectory.FromZip(scratch["zip"])).ReadFile("f"));
    }

    private static WasiDirectory Create(params (string Name, byte[] Content)[] entries) => WasiDirectory.FromZip(Write(entries));

    private static MemoryStream Write((string Name, byte[] Content)[] entries)
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, content.Any(static value => value != 0) && content.Length > 50_000
                    ? CompressionLevel.Fastest
                    : CompressionLevel.Optimal);
                entry.ExternalAttributes = name is "link" or "out" ? unchecked((int)0xA1FF0000) : 0;
                using Stream writer = entry.Open();
                writer.Write(content);
            }
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>A stream whose reads fail while that is set. The other ways to read call the one method.</summary>
    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        internal bool IsFailing { get; set; }

        public override int Read(byte[] buffer, int offset, int count) =>
            IsFailing ? throw new IOException("The test stream fails.") : base.Read(buffer, offset, count);
    }
}
