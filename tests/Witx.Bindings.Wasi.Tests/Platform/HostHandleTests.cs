using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>Host descriptors are closed exactly once, never during a call, and by a finalizer if they were not disposed.</summary>
public sealed class HostHandleTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public HostHandleTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the open files of a process in /proc/self/fd.");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void HostHandleDispose_WhileInUse_ClosesAfterTheLastRelease()
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
    public void HostHandleDispose_RacingWithAcquire_ClosesOnce()
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

            // The new handle gets the freed descriptor, so that a second close would close it.
            HostHandle next = Open("second");
            user.Join();
            Assert.Equal((false, true), (IsOpen("first"), IsOpen("second")));
            next.Dispose();
        }
    }

    [Fact]
    public void HostHandles_ProcessNotDisposed_AreClosedByFinalizers()
    {
        // More files than fit in one batch of the finalizer pool, and a directory with a file in it.
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
        TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(_scratch.Path))] });
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

    /// <summary>Returns true if this process has the file open.</summary>
    private bool IsOpen(string name)
    {
        string path = _scratch[name];
        return Directory.EnumerateFileSystemEntries("/proc/self/fd").Any(entry => GetTarget(entry) == path);
    }

    private static string? GetTarget(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget;
        }
        catch (IOException)
        {
            // The descriptor was closed after it was listed.
            return null;
        }
    }
}
