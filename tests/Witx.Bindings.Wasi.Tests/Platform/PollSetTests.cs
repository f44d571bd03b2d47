using System;
using System.Diagnostics;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

public sealed class PollSetTests
{
    [Fact]
    public void Wait_EndsWithItsTime()
    {
        using Wakeup wake = Wakeup.Create();
        PollSet set = new();
        set.Add(wake.Handle, PollEvents.Readable);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(Errno.Success, set.Wait(3_000_000));
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(2));
        Assert.Equal(PollEvents.None, set[0]);
    }

    [Fact]
    public void Wait_IsWokenFromAnotherThread()
    {
        using Wakeup wake = Wakeup.Create();
        PollSet set = new();
        set.Add(wake.Handle, PollEvents.Readable);
        Thread signaller = new(wake.Signal);
        signaller.Start();
        Assert.Equal(Errno.Success, set.Wait(null));
        signaller.Join();
        Assert.Equal(PollEvents.Readable, set[0]);
    }

    [Fact]
    public void AWakeDescriptor_IsReadableFromSignalToReset()
    {
        using Wakeup wake = Wakeup.Create();
        Assert.False(IsReadable(wake));
        wake.Reset();
        wake.Signal();
        wake.Signal();
        Assert.True(IsReadable(wake));
        Assert.True(IsReadable(wake));
        wake.Reset();
        Assert.False(IsReadable(wake));
        wake.Signal();
        Assert.True(IsReadable(wake));
    }

    [Fact]
    public void ManyDescriptors_AreToldApart()
    {
        Wakeup[] wakes = new Wakeup[9];
        PollSet set = new();
        for (int round = 0; round < 2; round++)
        {
            set.Truncate(0);
            for (int i = 0; i < wakes.Length; i++)
            {
                wakes[i] ??= Wakeup.Create();
                Assert.Equal(i, set.Add(wakes[i].Handle, PollEvents.Readable));
            }

            wakes[4].Signal();
            Assert.Equal(Errno.Success, set.Wait(ulong.MaxValue));
            for (int i = 0; i < wakes.Length; i++)
            {
                Assert.Equal(i == 4 ? PollEvents.Readable : PollEvents.None, set[i]);
            }
        }

        Array.ForEach(wakes, static wake => wake.Dispose());
    }

    private static bool IsReadable(Wakeup wake)
    {
        PollSet set = new();
        set.Add(wake.Handle, PollEvents.Readable);
        Assert.Equal(Errno.Success, set.Wait(0));
        return set[0] == PollEvents.Readable;
    }
}
