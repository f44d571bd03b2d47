using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>Host descriptors to wait for together. It keeps its room.</summary>
internal sealed unsafe class PollSet
{
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private PollDescriptor[] _descriptors = new PollDescriptor[4];
    private HostHandle[] _handles = new HostHandle[4];

    internal int Count { get; private set; }

    /// <summary>What had happened on the descriptor at <paramref name="index"/> when the wait ended.</summary>
    internal PollEvents this[int index] => _descriptors[index].Ready;

    /// <summary>Whether a descriptor is waited for at <paramref name="index"/>.</summary>
    internal bool Has(int index, HostHandle handle, PollEvents interest) =>
        index < Count && _handles[index] == handle && _descriptors[index].Interest == interest;

    /// <summary>What had happened on the descriptor at <paramref name="index"/>, which is told once.</summary>
    internal PollEvents Take(int index)
    {
        ref PollDescriptor descriptor = ref _descriptors[index];
        PollEvents ready = descriptor.Ready;
        descriptor.Ready = PollEvents.None;
        return ready;
    }

    /// <summary>Forgets the descriptors from <paramref name="count"/> on.</summary>
    internal void Truncate(int count)
    {
        if (count < Count)
        {
            Array.Clear(_handles, count, Count - count);
            Count = count;
        }
    }

    /// <summary>Adds a descriptor.</summary>
    /// <returns>Its index.</returns>
    internal int Add(HostHandle handle, PollEvents interest)
    {
        if (Count == _handles.Length)
        {
            Array.Resize(ref _descriptors, Count * 2);
            Array.Resize(ref _handles, Count * 2);
        }

        _handles[Count] = handle;
        _descriptors[Count] = new PollDescriptor { Descriptor = -1, Interest = interest };
        return Count++;
    }

    /// <summary>Waits until something has happened on a descriptor, or the time is over, or for no reason: callers look again.</summary>
    /// <param name="timeout">Nanoseconds; null waits for ever.</param>
    internal Errno Wait(ulong? timeout)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsWait.Wait(_handles.AsSpan(0, Count), _descriptors, timeout);
            return Errno.Success;
        }

        int held = 0;
        try
        {
            for (; held < Count; held++)
            {
                _handles[held].Acquire();
                _descriptors[held].Descriptor = _handles[held].Number;
            }

            fixed (PollDescriptor* descriptors = _descriptors)
            {
                return Poll(descriptors, Count, timeout) >= 0 || HostErrno.Interrupted ? Errno.Success : HostErrno.Last;
            }
        }
        finally
        {
            while (held-- > 0)
            {
                _handles[held].Release();
            }
        }
    }

    private static int Poll(PollDescriptor* descriptors, int count, ulong? timeout)
    {
        if (OperatingSystem.IsMacOS())
        {
            // Rounded up, lest a short wait spin.
            ulong milliseconds = timeout is ulong wait ? (wait / NanosecondsPerMillisecond) + (wait % NanosecondsPerMillisecond == 0 ? 0UL : 1) : 0;
            return MacLibc.Poll(descriptors, (uint)count, timeout is null ? Timeout.Infinite : (int)Math.Min(milliseconds, int.MaxValue));
        }

        TimeSpec time = TimeSpec.FromNanoseconds(timeout ?? 0);
        return LinuxLibc.Poll(descriptors, (nuint)count, timeout is null ? null : &time, null);
    }
}
