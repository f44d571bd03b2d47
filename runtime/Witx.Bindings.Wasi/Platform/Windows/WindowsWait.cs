using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform.Windows;

/// <summary>Waits for events on Windows. Files and pipes cannot be polled there, and count as ready.</summary>
internal static class WindowsWait
{
    internal static void Wait(ReadOnlySpan<HostHandle> handles, Span<PollDescriptor> descriptors, ulong? timeout)
    {
        List<WaitHandle> events = [];
        bool ready = false;
        for (int i = 0; i < handles.Length; i++)
        {
            if (handles[i].RuntimeHandle is SafeWaitHandle handle)
            {
                events.Add(new ManualResetEvent(initialState: false) { SafeWaitHandle = handle });
            }
            else
            {
                descriptors[i].Ready = descriptors[i].Interest;
                ready |= descriptors[i].Interest != PollEvents.None;
            }
        }

        TimeSpan wait = ready ? TimeSpan.Zero : ToWait(timeout);
        if (events.Count == 0)
        {
            Thread.Sleep(wait);
        }
        else
        {
            _ = WaitHandle.WaitAny([.. events], wait);
        }

        for (int i = 0, next = 0; i < handles.Length; i++)
        {
            if (handles[i].RuntimeHandle is SafeWaitHandle && events[next++].WaitOne(TimeSpan.Zero))
            {
                descriptors[i].Ready = PollEvents.Readable;
            }
        }
    }

    private static TimeSpan ToWait(ulong? timeout) =>
        timeout is ulong nanoseconds
            ? TimeSpan.FromMilliseconds(Math.Min((nanoseconds / NanosecondsPer.Millisecond) + 1, int.MaxValue))
            : Timeout.InfiniteTimeSpan;
}
