using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>A thread keeps exchanging a directory with a symbolic link that leads out, while the guest uses it.</summary>
/// <remarks>The tree checks the files outside when it is disposed.</remarks>
public sealed class SwapTests
{
    // Number of exchanges that must happen during calls of the guest.
    private const int MinSwapsDuringCalls = 2000;

    // On a busy machine all of them may happen during one call.
    private const int MinCalls = 10_000;

    // Of Linux: absolute paths ignore AT_FDCWD. See renameat2(2).
    private const int AtFdCwd = -100;
    private const uint RenameExchange = 2;

    [Theory]
    [InlineData(Resolver.Kernel, false)]
    [InlineData(Resolver.Walker, false)]
    [InlineData(Resolver.Kernel, true)]
    [InlineData(Resolver.Walker, true)]
    public void PathOperation_DirectorySwappedForASymlink_StaysInTheTree(Resolver resolver, bool nested)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux exchanges two names in one step.");
        using FileTree tree = nested ? new NestedTree(resolver, "/w") : new HostTree(resolver);
        tree.Guest.With("a/", "a/dir/", "a/dir/dir/", "a/dir/secret");
        tree.PlantLink("a/lnk", "../../outside");
        string jail = tree.HostPaths!.Value.Jail;
        byte[] directory = Encoding.UTF8.GetBytes($"{jail}/a/dir\0");
        byte[] link = Encoding.UTF8.GetBytes($"{jail}/a/lnk\0");
        long swaps = 0;
        bool done = false;
        Exception? failure = null;
        Thread swapper = new(() =>
        {
            while (!Volatile.Read(ref done))
            {
                if (Exchange(AtFdCwd, directory, AtFdCwd, link, RenameExchange) != 0)
                {
                    failure = new IOException($"renameat2 failed: {Marshal.GetLastPInvokeErrorMessage()}.");
                    return;
                }

                Interlocked.Increment(ref swaps);
            }
        });
        swapper.Start();
        try
        {
            Dictionary<Errno, int> errors = [];
            long swapsDuringCalls = 0;
            for (int call = 0; (swapsDuringCalls < MinSwapsDuringCalls || call < MinCalls) && Volatile.Read(ref failure) is null; call++)
            {
                long before = Interlocked.Read(ref swaps);
                Errno error = MakeCall(tree.Guest, call);
                swapsDuringCalls += Math.Max(0, Interlocked.Read(ref swaps) - before - 1);
                errors[error] = errors.GetValueOrDefault(error) + 1;
            }

            Assert.Null(failure);
            Assert.Contains(Errno.Success, errors);
            Assert.Contains(Errno.Perm, errors);
        }
        finally
        {
            Volatile.Write(ref done, true);
            swapper.Join();
        }
    }

    private static Errno MakeCall(GuestFiles guest, int call)
    {
        switch (call % 10)
        {
            case 0:
                Errno error = guest.ReadText("a/dir/secret", out string text);
                Assert.True(error != Errno.Success || text == "a/dir/secret", text);
                return error;
            case 1:
                return guest.OpenAndClose("a/dir/secret", HostOpen.Write | HostOpen.Follow);
            case 2:
                return guest.OpenAndClose($"a/dir/new{call % 7}", HostOpen.Write | HostOpen.Create);
            case 3:
                return guest.RemoveFile($"a/dir/new{call % 7}");
            case 4:
                return guest.CreateDirectory($"a/dir/made{call % 3}");
            case 5:
                return guest.RemoveDirectory($"a/dir/made{call % 3}");
            case 6:
                return guest.SetTimes("a/dir/secret", follow: call % 20 == 6, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim));
            case 7:
                return guest.Rename("a/dir/secret", "a/dir/./secret");
            case 8:
                error = guest.Stat("a/dir/../dir/secret", out Filestat stat);
                Assert.True(error != Errno.Success || stat.Size == (ulong)"a/dir/secret".Length);
                return error;
            default:
                error = guest.Link("a/dir/secret", "stolen");
                Assert.True(error != Errno.Success || guest.MustReadText("stolen") == "a/dir/secret");
                guest.RemoveFile("stolen");
                return error;
        }
    }

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int Exchange(int directory, byte[] path, int newDirectory, byte[] newPath, uint flags);
}
