using System;
using System.Diagnostics;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary><c>poll(2)</c> over host descriptors, and wakeups from other threads.</summary>
public sealed class PollSetTests
{
    [Fact]
    public void PollSetWait_NothingReady_EndsAtTheTimeout()
    {
        using Wakeup wakeup = Wakeup.Create();
        PollSet set = new();
        set.Add(wakeup.Handle, PollEvents.Readable);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(Errno.Success, set.Wait(3_000_000));
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(2));
        Assert.Equal(PollEvents.None, set[0]);
    }

    [Fact]
    public void PollSetWait_SignalledByAnotherThread_Ends()
    {
        using Wakeup wakeup = Wakeup.Create();
        PollSet set = new();
        set.Add(wakeup.Handle, PollEvents.Readable);
        Thread signaller = new(wakeup.Signal);
        signaller.Start();
        Assert.Equal(Errno.Success, set.Wait(null));
        signaller.Join();
        Assert.Equal(PollEvents.Readable, set[0]);
    }

    [Fact]
    public void Wakeup_SignalledAndReset_IsReadableInBetween()
    {
        using Wakeup wakeup = Wakeup.Create();
        Assert.False(IsReadable(wakeup));
        wakeup.Reset();
        wakeup.Signal();
        wakeup.Signal();
        Assert.True(IsReadable(wakeup));
        Assert.True(IsReadable(wakeup));
        wakeup.Reset();
        Assert.False(IsReadable(wakeup));
        wakeup.Signal();
        Assert.True(IsReadable(wakeup));
    }

    [Fact]
    public void PollSetWait_ManyDescriptors_ReportsTheReadyOne()
    {
        Wakeup[] wakeups = new Wakeup[9];
        PollSet set = new();
        for (int round = 0; round < 2; round++)
        {
            set.Truncate(0);
            for (int i = 0; i < wakeups.Length; i++)
            {
                wakeups[i] ??= Wakeup.Create();
                Assert.Equal(i, set.Add(wakeups[i].Handle, PollEvents.Readable));
            }

            wakeups[4].Signal();
            Assert.Equal(Errno.Success, set.Wait(ulong.MaxValue));
            for (int i = 0; i < wakeups.Length; i++)
            {
                Assert.Equal(i == 4 ? PollEvents.Readable : PollEvents.None, set[i]);
            }
        }

        Array.ForEach(wakeups, static wakeup => wakeup.Dispose());
    }

    private static bool IsReadable(Wakeup wakeup)
    {
        PollSet set = new();
        set.Add(wakeup.Handle, PollEvents.Readable);
        Assert.Equal(Errno.Success, set.Wait(0));
        return set[0] == PollEvents.Readable;
    }
}
