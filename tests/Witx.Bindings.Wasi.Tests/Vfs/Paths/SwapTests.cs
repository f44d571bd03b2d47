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

/// <summary>A directory that is a link to the outside every other moment, while the guest works in it. The tree checks everything outside when it is disposed.</summary>
public sealed class SwapTests
{
    // Swaps that began and ended within one call of the guest.
    private const int Wanted = 2000;

    // On a busy machine all of them may fall into one call.
    private const int MinTurns = 10_000;

    // AT_FDCWD, which absolute paths make no use of, and RENAME_EXCHANGE.
    private const int Here = -100;
    private const uint BothWays = 2;

    [Theory]
    [InlineData(Resolver.Kernel, false)]
    [InlineData(Resolver.Walker, false)]
    [InlineData(Resolver.Kernel, true)]
    [InlineData(Resolver.Walker, true)]
    public void WhoeverSwapsADirectoryForALink_NothingOutsideIsReadOrChanged(Resolver resolver, bool nested)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux exchanges two names in one step.");
        using FileTree tree = nested ? new NestedTree(resolver, "/w") : new HostTree(resolver);
        tree.Guest.With("a/", "a/dir/", "a/dir/dir/", "a/dir/secret");
        tree.Plant("a/lnk", "../../outside");
        string jail = tree.Places!.Value.Jail;
        byte[] directory = Encoding.UTF8.GetBytes($"{jail}/a/dir\0");
        byte[] link = Encoding.UTF8.GetBytes($"{jail}/a/lnk\0");
        long swaps = 0;
        bool done = false;
        Exception? failure = null;
        Thread swapper = new(() =>
        {
            while (!Volatile.Read(ref done))
            {
                if (Exchange(Here, directory, Here, link, BothWays) != 0)
                {
                    failure = new IOException($"renameat2 failed: {Marshal.GetLastPInvokeErrorMessage()}");
                    return;
                }

                Interlocked.Increment(ref swaps);
            }
        });
        swapper.Start();
        try
        {
            Dictionary<Errno, int> answers = [];
            long within = 0;
            for (int turn = 0; (within < Wanted || turn < MinTurns) && Volatile.Read(ref failure) is null; turn++)
            {
                long before = Interlocked.Read(ref swaps);
                Errno answer = Act(tree.Guest, turn);
                within += Math.Max(0, Interlocked.Read(ref swaps) - before - 1);
                answers[answer] = answers.GetValueOrDefault(answer) + 1;
            }

            Assert.Null(failure);
            Assert.Contains(Errno.Success, answers);
            Assert.Contains(Errno.Perm, answers);
        }
        finally
        {
            Volatile.Write(ref done, true);
            swapper.Join();
        }
    }

    private static Errno Act(GuestFiles guest, int turn)
    {
        switch (turn % 10)
        {
            case 0:
                Errno error = guest.ReadText("a/dir/secret", out string text);
                Assert.True(error != Errno.Success || text == "a/dir/secret", text);
                return error;
            case 1:
                return guest.TryOpen("a/dir/secret", HostOpen.Write | HostOpen.Follow);
            case 2:
                return guest.TryOpen($"a/dir/new{turn % 7}", HostOpen.Write | HostOpen.Create);
            case 3:
                return guest.RemoveFile($"a/dir/new{turn % 7}");
            case 4:
                return guest.CreateDirectory($"a/dir/made{turn % 3}");
            case 5:
                return guest.RemoveDirectory($"a/dir/made{turn % 3}");
            case 6:
                return guest.SetTimes("a/dir/secret", follow: turn % 20 == 6, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim));
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
