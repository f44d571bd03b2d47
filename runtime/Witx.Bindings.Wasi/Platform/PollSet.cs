using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A set of host descriptors to wait for together (<c>poll(2)</c>). The arrays are reused.</summary>
internal sealed unsafe class PollSet
{
    private PollDescriptor[] _descriptors = new PollDescriptor[4];
    private HostHandle[] _handles = new HostHandle[4];

    internal int Count { get; private set; }

    /// <summary>Gets the events of the descriptor at <paramref name="index"/> that the last wait found.</summary>
    internal PollEvents this[int index] => _descriptors[index].Ready;

    /// <summary>True if the entry at <paramref name="index"/> is this handle with this interest.</summary>
    internal bool Has(int index, HostHandle handle, PollEvents interest) =>
        index < Count && _handles[index] == handle && _descriptors[index].Interest == interest;

    /// <summary>Returns and clears the events of the descriptor at <paramref name="index"/> that the last wait found.</summary>
    internal PollEvents Take(int index)
    {
        ref PollDescriptor descriptor = ref _descriptors[index];
        PollEvents ready = descriptor.Ready;
        descriptor.Ready = PollEvents.None;
        return ready;
    }

    /// <summary>Removes the descriptors from index <paramref name="count"/> on.</summary>
    internal void Truncate(int count)
    {
        if (count < Count)
        {
            Array.Clear(_handles, count, Count - count);
            Count = count;
        }
    }

    /// <summary>Adds a descriptor.</summary>
    /// <returns>The index of the descriptor.</returns>
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

    /// <summary>Waits until an event occurs or the timeout expires. It can return early without an event: callers check again.</summary>
    /// <param name="timeout">The timeout in nanoseconds, or null to wait indefinitely.</param>
    internal Errno Wait(ulong? timeout)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsWait.Wait(_handles.AsSpan(0, Count), _descriptors, timeout);
            return Errno.Success;
        }

        int leased = 0;
        try
        {
            for (; leased < Count; leased++)
            {
                _handles[leased].Acquire();
                _descriptors[leased].Descriptor = _handles[leased].Descriptor;
            }

            fixed (PollDescriptor* descriptors = _descriptors)
            {
                return Poll(descriptors, Count, timeout) >= 0 || HostErrno.IsInterrupted ? Errno.Success : HostErrno.Last;
            }
        }
        finally
        {
            while (leased-- > 0)
            {
                _handles[leased].Release();
            }
        }
    }

    private static int Poll(PollDescriptor* descriptors, int count, ulong? timeout)
    {
        if (OperatingSystem.IsMacOS())
        {
            // Round up so that a short wait does not spin.
            ulong wait = timeout ?? 0;
            ulong milliseconds = (wait / NanosecondsPer.Millisecond) + (wait % NanosecondsPer.Millisecond == 0 ? 0UL : 1);
            return MacLibc.Poll(descriptors, (uint)count, timeout is null ? Timeout.Infinite : (int)Math.Min(milliseconds, int.MaxValue));
        }

        TimeSpec time = TimeSpec.FromNanoseconds(timeout ?? 0);
        return LinuxLibc.Poll(descriptors, (nuint)count, timeout is null ? null : &time, null);
    }
}
