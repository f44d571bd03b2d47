using System;
using System.IO;
using System.Linq;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Devices;

/// <summary>Device files of the host, files of procfs, and the virtual devices.</summary>
public sealed class DeviceTests
{
    private const Rights ReadWrite = Rights.FdRead | Rights.FdWrite;

    private static readonly string[] s_mountInfo =
    [
        "21 26 0:20 / /proc rw,relatime - proc proc rw",
        "23 26 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw",
        "26 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw",
        "30 26 8:1 / /data rw,nosuid,nodev - ext4 /dev/sda1 rw",
        "31 30 8:2 / /data/in\\040ner rw,nodev - ext4 /dev/sda2 rw",
        "32 26 8:3 / /mixed rw,nodev - ext4 /dev/sda3 rw",
        "33 32 0:44 / /mixed/a rw - tmpfs tmpfs rw",
        "34 26 8:4 / /over rw - ext4 /dev/sda4 rw",
        "35 34 8:5 / /over rw,nodev - ext4 /dev/sda5 rw",
    ];

    [Theory]
    [InlineData("/", true)]
    [InlineData("/home", true)]
    [InlineData("/data", false)]
    [InlineData("/data/x/y", false)]
    [InlineData("/data/in ner", false)]
    [InlineData("/database", true)]
    [InlineData("/mixed", true)]
    [InlineData("/mixed/b", false)]
    [InlineData("/over", false)]
    public void MountTable_DirectoryOnFileSystems_HasDevicesUnlessAllAreNodev(string path, bool hasDevices) =>
        Assert.Equal(hasDevices, MountTable.Parse(s_mountInfo, path).HasDevices);

    [Theory]
    [InlineData("/", 1)]
    [InlineData("/proc/self", 1)]
    [InlineData("/data", 0)]
    public void MountTable_ProcessFileSystems_AreThoseAtOrBelow(string path, int count) =>
        Assert.Equal(Enumerable.Repeat(20UL, count), MountTable.Parse(s_mountInfo, path).ProcessFileSystems.Order());

    [Theory]
    [InlineData("/dev", "null", false)]
    [InlineData("/dev", "zero", false)]
    [InlineData("/", "dev/null", false)]
    [InlineData("/", "dev/../dev/zero", false)]
    [InlineData("/dev", "null", true)]
    public void HostDevice_OpenedByDefault_IsAcces(string directory, string path, bool readOnly)
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "The system has no /dev/null.");
        using TestGuest guest = new(new WasiOptions
        {
            Mounts = [new("/m", WasiDirectory.FromHostPath(directory)) { IsReadOnly = readOnly }],
        });
        Assert.Equal(Errno.Acces, guest.Open(3, path, 0, Rights.FdRead, out _));
        Assert.Equal(readOnly ? Errno.Perm : Errno.Acces, guest.Open(3, path, Oflags.Creat, ReadWrite, out _));
        guest.Write(PathAt, System.Text.Encoding.UTF8.GetBytes(path));
        Assert.Equal(Errno.Success, guest.Call("path_filestat_get", 3, 1, PathAt, (ulong)path.Length, StatAt));
        Assert.Equal((byte)Filetype.CharacterDevice, guest.Memory[StatAt + 16]);
    }

    [Fact]
    public void HostDevice_AllowDevices_IsOpened()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "The system has no /dev/zero.");
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/dev", WasiDirectory.FromHostPath("/dev")) { AllowDevices = true }] });
        Assert.Equal(Errno.Success, guest.Open(3, "zero", 0, Rights.FdRead, out uint fd));
        Assert.Equal((Errno.Success, "\0\0"), (guest.Read(fd, 2, out string text), text));
    }

    [Theory]
    [InlineData("/proc", "self/mem", ReadWrite)]
    [InlineData("/proc", "self/environ", Rights.FdRead)]
    [InlineData("/", "proc/self/maps", Rights.FdRead)]
    [InlineData("/proc/self", "status", Rights.FdRead)]
    public void ProcfsFile_OpenedByDefault_IsAcces(string directory, string path, Rights rights)
    {
        Assert.SkipUnless(File.Exists("/proc/self/mountinfo"), "The system has no process file system.");
        string process = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string target = path.Replace("self", process, StringComparison.Ordinal);
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/m", WasiDirectory.FromHostPath(directory))] });
        Assert.Equal(Errno.Acces, guest.Open(3, target, 0, rights, out _));

        using TestGuest allowed = new(new WasiOptions
        {
            Mounts = [new("/m", WasiDirectory.FromHostPath(directory)) { AllowDevices = true }],
        });
        Assert.Equal(Errno.Success, allowed.Open(3, target, 0, Rights.FdRead, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void VirtualDevices_MountedAtDev_BehaveLikeLinux(bool hasRoot)
    {
        using TestGuest guest = StartWithDevices(hasRoot, terminal: null, out uint dev);
        Assert.Equal(Errno.Success, guest.Open(dev, "null", Oflags.Creat | Oflags.Trunc, ReadWrite, out uint fd));
        Assert.Equal((Errno.Success, 5u), (guest.Write(fd, "hello", out uint count), count));
        Assert.Equal((Errno.Success, ""), (guest.Read(fd, 4, out string text), text));
        Assert.Equal(Errno.Success, guest.Call("fd_filestat_get", fd, StatAt));
        Assert.Equal((byte)Filetype.CharacterDevice, guest.Memory[StatAt + 16]);

        Assert.Equal(Errno.Success, guest.Open(dev, "zero", 0, ReadWrite, out fd));
        guest.Memory.Slice(BufferAt, 4).Fill(1);
        Assert.Equal((Errno.Success, "\0\0\0\0"), (guest.Read(fd, 4, out text), text));

        Assert.Equal(Errno.Success, guest.Open(dev, "full", 0, ReadWrite, out fd));
        Assert.Equal(Errno.Nospc, guest.Write(fd, "hello", out _));

        Assert.Equal(Errno.Success, guest.Open(dev, "urandom", 0, ReadWrite, out fd));
        Assert.Equal(Errno.Success, guest.Read(fd, 32, out text));
        Assert.Equal(32u, guest.UInt32(ResultAt));
        Assert.NotEqual(new string('\0', 32), text);

        Assert.Equal(Errno.Nxio, guest.Open(dev, "tty", 0, ReadWrite, out _));
        Assert.Equal(Errno.Noent, guest.Open(dev, "sda", 0, Rights.FdRead, out _));
        Assert.Equal(Errno.Perm, guest.Open(dev, "sda", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Perm, guest.CallPath("path_unlink_file", dev, "null"));
        Assert.Equal(Errno.Perm, guest.CallPath("path_create_directory", dev, "new"));
    }

    [Fact]
    public void VirtualTerminal_WithATerminal_IsStandardInputAndOutput()
    {
        using StringWriter output = new();
        using TestGuest guest = StartWithDevices(hasRoot: false, WasiTerminal.Console, out uint dev, output);
        Assert.Equal(Errno.Success, guest.Open(dev, "tty", 0, ReadWrite, out uint fd));
        Assert.Equal((Errno.Success, "typed"), (guest.Read(fd, 10, out string text), text));
        Assert.Equal(Errno.Success, guest.Write(fd, "shown", out _));
        Assert.Equal("shown", output.ToString());
    }

    [Fact]
    public void VirtualDevices_Listed_AreComplete()
    {
        GuestFiles files = new(new PathBase(WasiDirectory.Devices.Open(default)));
        Assert.Equal(["full", "null", "random", "tty", "urandom", "zero"], files.List("."));
        Assert.All(files.List("."), name => Assert.Equal(Filetype.CharacterDevice, files.MustStat(name).Filetype));
    }

    private static TestGuest StartWithDevices(bool hasRoot, WasiTerminal? terminal, out uint dev, TextWriter? output = null)
    {
        dev = hasRoot ? 4u : 3u;
        return new TestGuest(new WasiOptions
        {
            PreopenRoot = hasRoot,
            Terminal = terminal,
            Input = WasiInput.FromText("typed"),
            Output = output is null ? WasiOutput.Discard : WasiOutput.ToText(output),
            Mounts = [new("/dev", WasiDirectory.Devices)],
        });
    }
}
