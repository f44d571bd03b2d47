using System;
using System.IO;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary><see cref="WasiOptions"/> as guests see them, and invalid options.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void DefaultOptions_SeenByTheGuest_GiveNothing()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Success, guest.Call("args_sizes_get", ResultAt, ResultAt + 4));
        Assert.Equal((0u, 0u), (guest.UInt32(ResultAt), guest.UInt32(ResultAt + 4)));
        Assert.Equal(Errno.Success, guest.Call("environ_sizes_get", ResultAt, ResultAt + 4));
        Assert.Equal((0u, 0u), (guest.UInt32(ResultAt), guest.UInt32(ResultAt + 4)));
        Assert.Equal(Errno.Badf, guest.Call("fd_prestat_get", 3, ResultAt));
        Assert.Equal(Errno.Success, guest.Read(0, 8, out string input));
        Assert.Equal("", input);
        Assert.Equal(Errno.Success, guest.Write(1, "into the void", out uint count));
        Assert.Equal(13u, count);
    }

    [Fact]
    public void ArgumentsAndEnvironment_SeenByTheGuest_KeepTheirOrder()
    {
        using TestGuest guest = new(new WasiOptions
        {
            Arguments = ["program", "", "ünïcode"],
            Environment = [new("A", "1"), new("B", ""), new("A", "2")],
        });
        Assert.Equal("program||ünïcode", ReadStrings(guest, "args"));
        Assert.Equal("A=1|B=|A=2", ReadStrings(guest, "environ"));
    }

    [Fact]
    public void Options_StringWithNul_ThrowsArgumentException()
    {
        Assert.Throws<ArgumentException>(static () => new WasiProcess(new() { Arguments = ["a\0b"] }));
        Assert.Throws<ArgumentException>(static () => new WasiProcess(new() { Environment = [new("A", "a\0b")] }));
        Assert.Throws<ArgumentException>(static () => new WasiProcess(new() { Environment = [new("A\0", "b")] }));
        Assert.Throws<ArgumentException>(static () => new WasiProcess(new() { Mounts = [new("/a\0", WasiDirectory.CreateInMemory())] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("A=B")]
    public void Options_InvalidEnvironmentVariableName_ThrowsArgumentException(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new WasiProcess(new() { Environment = [new("A", "1"), new(name, "x")] }));
        Assert.Contains($"Environment variable name '{name}' is invalid: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Preopens_SeveralMounts_HaveConsecutiveDescriptorsAndNames()
    {
        using TestGuest guest = new(new WasiOptions
        {
            Mounts = [new("/data", WasiDirectory.CreateInMemory()), new(".", WasiDirectory.CreateInMemory())],
        });
        foreach ((uint fd, string name) in new[] { (3u, "/data"), (4u, ".") })
        {
            Assert.Equal(Errno.Success, guest.Call("fd_prestat_get", fd, ResultAt));
            Assert.Equal((uint)name.Length, guest.UInt32(ResultAt + 4));
            Assert.Equal(Errno.Nametoolong, guest.Call("fd_prestat_dir_name", fd, 0x300, (ulong)name.Length - 1));
            Assert.Equal(Errno.Success, guest.Call("fd_prestat_dir_name", fd, 0x300, (ulong)name.Length + 1));
            Assert.Equal(name, guest.Text(0x300, name.Length));
        }

        Assert.Equal(Errno.Notdir, guest.Call("fd_prestat_dir_name", 1, 0x300, 8));
        Assert.Equal(Errno.Badf, guest.Call("fd_prestat_get", 1, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_prestat_get", 5, ResultAt));
    }

    [Fact]
    public void MemoryDirectory_WrittenByEmbedderAndGuest_IsSharedWithBoth()
    {
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("a/b/greeting", "hello"u8);
        using (TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory)] }))
        {
            Assert.Equal(Errno.Success, guest.Open(3, "a/b/greeting", 0, Rights.FdRead, out uint fd));
            Assert.Equal(Errno.Success, guest.Read(fd, 16, out string text));
            Assert.Equal("hello", text);
            Assert.Equal(Errno.Success, guest.Open(3, "answer", Oflags.Creat, Rights.FdWrite, out fd));
            Assert.Equal(Errno.Success, guest.Write(fd, "hi", out _));
        }

        Assert.Equal("hi", Encoding.UTF8.GetString(directory.ReadFile("answer")));
        Assert.Throws<FileNotFoundException>(() => directory.ReadFile("other"));
    }

    [Fact]
    public void Overlay_FileWritten_LeavesTheLowerFileUnchanged()
    {
        using ScratchDirectory scratch = new();
        File.WriteAllText(scratch["file"], "old");
        WasiDirectory overlay = WasiDirectory.CreateOverlay(WasiDirectory.FromHostPath(scratch.Path));
        using (TestGuest guest = new(new WasiOptions { Mounts = [new("/", overlay)] }))
        {
            Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Trunc, Rights.FdWrite, out uint fd));
            Assert.Equal(Errno.Success, guest.Write(fd, "new", out _));
        }

        Assert.Equal("old", File.ReadAllText(scratch["file"]));
        Assert.Equal("new", Encoding.UTF8.GetString(overlay.ReadFile("file")));
    }

    [Fact]
    public void Options_MissingHostDirectory_ThrowsWithItsPath()
    {
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(
            static () => new WasiProcess(new() { Mounts = [new("/", WasiDirectory.FromHostPath("/no/such/place"))] }));
        Assert.Contains("/no/such/place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomOption_SameSeed_GivesTheSameBytes()
    {
        using TestGuest first = new(new WasiOptions { Random = new Random(5) });
        using TestGuest second = new(new WasiOptions { Random = new Random(5) });
        Assert.Equal(Errno.Success, first.Call("random_get", ResultAt, 32));
        Assert.Equal(Errno.Success, second.Call("random_get", ResultAt, 32));
        Assert.Equal(first.Memory.Slice(ResultAt, 32), second.Memory.Slice(ResultAt, 32));
        Assert.True(first.Memory.Slice(ResultAt, 32).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void TextOutput_CharacterInSeveralWrites_IsWrittenWhole()
    {
        using StringWriter output = new();
        using TestGuest guest = new(new WasiOptions { Error = WasiOutput.ToText(output) });
        Assert.Equal(Errno.Success, guest.Write(2, "ä€😀", out _));
        Assert.Equal("ä€😀", output.ToString());
        guest.Write(TextAt, [0xe2, 0x82]);
        guest.Vectors(TextAt, 2);
        Assert.Equal(Errno.Success, guest.Call("fd_write", 2, VectorsAt, 1, ResultAt));
        Assert.Equal("ä€😀", output.ToString());
        guest.Write(TextAt, [0xac]);
        guest.Vectors(TextAt, 1);
        Assert.Equal(Errno.Success, guest.Call("fd_write", 2, VectorsAt, 1, ResultAt));
        Assert.Equal("ä€😀€", output.ToString());
    }

    [Fact]
    public void StreamInput_ReadInSeveralCalls_KeepsItsPosition()
    {
        using MemoryStream stream = new("first second"u8.ToArray());
        WasiInput input = WasiInput.FromStream(stream);
        using TestGuest guest = new(new WasiOptions { Input = input });
        Assert.Equal(Errno.Success, guest.Read(0, 6, out string text));
        Assert.Equal("first ", text);
        Assert.Equal(Errno.Success, guest.Read(0, 100, out text));
        Assert.Equal("second", text);
        Assert.Equal(Errno.Success, guest.Read(0, 100, out text));
        Assert.Equal("", text);
    }

    private static string ReadStrings(TestGuest guest, string kind)
    {
        Assert.Equal(Errno.Success, guest.Call(kind + "_sizes_get", ResultAt, ResultAt + 4));
        int count = (int)guest.UInt32(ResultAt);
        int size = (int)guest.UInt32(ResultAt + 4);
        Assert.Equal(Errno.Success, guest.Call(kind + "_get", 0x400, 0x800));
        string[] strings = guest.Text(0x800, size - 1).Split('\0');
        Assert.Equal(count, strings.Length);
        uint address = 0x800;
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(address, guest.UInt32(0x400 + (4 * i)));
            address += (uint)Encoding.UTF8.GetByteCount(strings[i]) + 1;
        }

        return string.Join('|', strings);
    }
}
