using System;
using System.Buffers.Binary;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// A counter for notifications (<c>eventfd(2)</c>): a write adds to it, and a read waits until it is not 0 and resets it.
/// </summary>
/// <param name="initial">The initial value.</param>
/// <param name="isSemaphore">True if a read subtracts 1 instead of resetting the counter (<c>EFD_SEMAPHORE</c>).</param>
internal sealed class EventInode(ulong initial, bool isSemaphore) : Inode
{
    private const ulong MaxValue = ulong.MaxValue - 1;

    private readonly Lock _gate = new();
    private readonly WaitQueue _changed = new();
    private ulong _counter = initial;

    internal override Filetype Filetype => Filetype.Unknown;

    internal override Rights Rights => RightsTable.Event;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (vectors.Length < sizeof(ulong))
        {
            return Errno.Inval;
        }

        ulong taken;
        while (!TryTake(out taken))
        {
            Errno answer = file.IsNonblocking ? Errno.Again : waiter.WaitUntilReady(file, PollEvents.Readable);
            if (answer != Errno.Success)
            {
                return answer;
            }
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, taken);
        count = (uint)vectors.CopyFrom(bytes);
        return Errno.Success;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (vectors.CopyTo(bytes) < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(bytes) is var added && added > MaxValue)
        {
            return Errno.Inval;
        }

        while (!TryAdd(added))
        {
            Errno answer = file.IsNonblocking ? Errno.Again : waiter.WaitUntilReady(file, PollEvents.Writable);
            if (answer != Errno.Success)
            {
                return answer;
            }
        }

        count = sizeof(ulong);
        return Errno.Success;
    }

    internal override uint ReadinessGeneration => _changed.ChangeCount;

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        waiter.Register(_changed);
        lock (_gate)
        {
            PollEvents ready = (_counter > 0 ? PollEvents.Readable : 0) | (_counter < MaxValue ? PollEvents.Writable : 0);
            return new(ready & interest, sizeof(ulong));
        }
    }

    private bool TryTake(out ulong taken)
    {
        lock (_gate)
        {
            taken = isSemaphore ? Math.Min(_counter, 1) : _counter;
            _counter -= taken;
        }

        if (taken != 0)
        {
            _changed.Wake();
        }

        return taken != 0;
    }

    private bool TryAdd(ulong added)
    {
        lock (_gate)
        {
            if (added > MaxValue - _counter)
            {
                return false;
            }

            _counter += added;
        }

        _changed.Wake();
        return true;
    }
}
