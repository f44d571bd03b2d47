using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>What the host holds open is closed once, when nobody uses it; and by the collector, when nobody can.</summary>
public sealed class HostHandleTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public HostHandleTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process has open.");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Dispose_WaitsForWhoUsesIt()
    {
        HostHandle handle = Open("file");
        handle.Acquire();
        handle.Acquire();
        handle.Dispose();
        handle.Dispose();
        handle.Release();
        Assert.True(IsOpen("file"));
        Assert.Throws<ObjectDisposedException>(handle.Acquire);
        Assert.True(IsOpen("file"));
        handle.Release();
        Assert.False(IsOpen("file"));
        Assert.Throws<ObjectDisposedException>(handle.Acquire);
    }

    [Fact]
    public void Dispose_ClosesOnceWhoeverIsLate()
    {
        for (int round = 0; round < 200; round++)
        {
            HostHandle handle = Open("first");
            using Barrier start = new(2);
            Thread user = new(() =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                while (true)
                {
                    try
                    {
                        handle.Acquire();
                        handle.Release();
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }
                }
            });
            user.Start();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            handle.Dispose();

            // It gets the number that was freed, which closing twice would close.
            HostHandle next = Open("second");
            user.Join();
            Assert.Equal((false, true), (IsOpen("first"), IsOpen("second")));
            next.Dispose();
        }
    }

    [Fact]
    public void FilesOfAProcessThatWasNotDisposed_AreClosedByTheCollector()
    {
        // More than one block of them, and a directory with a file below it.
        string[] names = [.. Enumerable.Range(0, 70).Select(static number => $"file{number}"), "directory/file"];
        Directory.CreateDirectory(_scratch["directory"]);
        Abandon(names);
        for (int attempt = 0; attempt < 10 && names.Any(IsOpen); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(names, IsOpen);
        Assert.False(IsOpen("directory"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Abandon(string[] names)
    {
        TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Host(_scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "directory", Oflags.Directory, Rights.FdReaddir, out uint _));
        foreach (string name in names)
        {
            Assert.Equal(Errno.Success, guest.Open(3, name, Oflags.Creat, Rights.FdWrite, out uint _));
            Assert.True(IsOpen(name));
        }
    }

    private HostHandle Open(string name)
    {
        File.WriteAllText(_scratch[name], "");
        Assert.Equal(Errno.Success, DirectoryHandle.Open(_scratch.Path, out DirectoryHandle? directory));
        using (directory)
        {
            Assert.Equal(Errno.Success, directory!.OpenEntry(Encoding.UTF8.GetBytes(name), HostOpen.Read, out IDisposable? handle, out _));
            return Assert.IsType<HostHandle>(handle);
        }
    }

    /// <summary>Whether this process has it open.</summary>
    private bool IsOpen(string name)
    {
        string path = _scratch[name];
        return Directory.EnumerateFileSystemEntries("/proc/self/fd").Any(entry => TargetOf(entry) == path);
    }

    private static string? TargetOf(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget;
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return null;
        }
    }
}
