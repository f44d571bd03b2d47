using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>The open descriptors of a process. Lookups take no lock; changes take one.</summary>
/// <param name="capacity">The maximum number of descriptors. Every descriptor is below it.</param>
internal sealed class DescriptorTable(int capacity)
{
    private const int InitialLength = 16;

    private readonly Lock _gate = new();
    private volatile Descriptor?[] _slots = new Descriptor?[Math.Min(capacity, InitialLength)];

    // No descriptor below it is free.
    private int _lowestFree;

    private int _count;

    internal int Capacity => capacity;

    /// <summary>True if a descriptor is free. For calls that could not undo their effect when <see cref="Insert"/> fails.</summary>
    internal bool HasRoom => Volatile.Read(ref _count) < capacity;

    internal bool TryGet(Fd fd, [NotNullWhen(true)] out Descriptor? descriptor)
    {
        Descriptor?[] slots = _slots;
        descriptor = fd.Value < (uint)slots.Length ? Volatile.Read(ref slots[fd.Value]) : null;
        return descriptor is not null;
    }

    /// <summary>Inserts a descriptor at the lowest free number. The table takes over the reference to the open file.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="fd">The number.</param>
    /// <param name="minimum">The minimum of the number.</param>
    /// <returns><c>Errno.Mfile</c> (EMFILE) if the table is full.</returns>
    internal Errno Insert(Descriptor descriptor, out Fd fd, uint minimum = 0)
    {
        lock (_gate)
        {
            return InsertLocked(descriptor, minimum, out fd);
        }
    }

    /// <summary>Replaces a descriptor, unless another thread has changed it.</summary>
    internal bool Replace(Fd fd, Descriptor expected, Descriptor descriptor)
    {
        lock (_gate)
        {
            return fd.Value < (uint)_slots.Length && Interlocked.CompareExchange(ref _slots[fd.Value], descriptor, expected) == expected;
        }
    }

    /// <summary>Moves a descriptor to the number of another one, which is closed (<c>fd_renumber</c>).</summary>
    /// <returns><c>Errno.Badf</c> (EBADF) unless both are open.</returns>
    internal Errno Move(Fd from, Fd to)
    {
        Descriptor? closed;
        lock (_gate)
        {
            if (!TryGet(from, out Descriptor? moved) || !TryGet(to, out closed))
            {
                return Errno.Badf;
            }

            if (from == to)
            {
                return Errno.Success;
            }

            Volatile.Write(ref _slots[to.Value], moved);
            Free(from);
        }

        closed.File.Release();
        return Errno.Success;
    }

    /// <summary>Duplicates a descriptor (<c>F_DUPFD</c>).</summary>
    /// <param name="from">The descriptor.</param>
    /// <param name="minimum">The minimum of the new number.</param>
    /// <param name="closeOnExec">True if <c>exec</c> closes the duplicate.</param>
    /// <param name="fd">The new number.</param>
    internal Errno Duplicate(Fd from, uint minimum, bool closeOnExec, out Fd fd)
    {
        lock (_gate)
        {
            fd = default;
            if (!TryGet(from, out Descriptor? descriptor))
            {
                return Errno.Badf;
            }

            Errno answer = InsertLocked(descriptor.Duplicate(closeOnExec), minimum, out fd);
            if (answer == Errno.Success)
            {
                descriptor.File.AddReference();
            }

            return answer;
        }
    }

    /// <summary>Duplicates a descriptor to a number, which is closed before (<c>dup2</c>). <c>exec</c> keeps the duplicate.</summary>
    internal Errno DuplicateTo(Fd from, Fd to)
    {
        Descriptor? duplicate;
        lock (_gate)
        {
            if (!TryGet(from, out Descriptor? descriptor))
            {
                return Errno.Badf;
            }

            duplicate = from == to ? descriptor.WithCloseOnExec(false) : descriptor.Duplicate(closeOnExec: false);
            duplicate.File.AddReference();
        }

        Errno error = Put(duplicate, to);
        if (error != Errno.Success)
        {
            duplicate.File.Release();
        }

        return error;
    }

    /// <summary>Inserts a descriptor at a number, and closes the one that has it.</summary>
    /// <returns><c>Errno.Badf</c> (EBADF) if the number is not below the capacity.</returns>
    internal Errno Put(Descriptor descriptor, Fd fd)
    {
        Descriptor? closed;
        lock (_gate)
        {
            if (fd.Value >= (uint)capacity)
            {
                return Errno.Badf;
            }

            EnsureLength((int)fd.Value + 1);
            closed = _slots[fd.Value];
            Volatile.Write(ref _slots[fd.Value], descriptor);
            Volatile.Write(ref _count, closed is null ? _count + 1 : _count);
        }

        closed?.File.Release();
        return Errno.Success;
    }

    /// <summary>Finds the lowest descriptor of an inode.</summary>
    internal Descriptor? Find(Inode inode) => Array.Find(_slots, descriptor => descriptor?.File.Contents == inode);

    /// <summary>Closes a descriptor.</summary>
    internal Errno Remove(Fd fd)
    {
        Descriptor? removed;
        lock (_gate)
        {
            if (!TryGet(fd, out removed))
            {
                return Errno.Badf;
            }

            Free(fd);
        }

        removed.File.Release();
        return Errno.Success;
    }

    /// <summary>Returns a table with the same descriptors, as <c>fork</c> does.</summary>
    internal DescriptorTable Clone()
    {
        DescriptorTable clone = new(capacity);
        lock (_gate)
        {
            clone._slots = [.. _slots];
            (clone._lowestFree, clone._count) = (_lowestFree, _count);
            foreach (Descriptor? descriptor in _slots)
            {
                descriptor?.File.AddReference();
            }
        }

        return clone;
    }

    /// <summary>Closes all descriptors, or those that <c>exec</c> closes.</summary>
    internal void Clear(bool onlyCloseOnExec = false)
    {
        for (uint number = 0; number < (uint)_slots.Length; number++)
        {
            if (TryGet(new Fd(number), out Descriptor? descriptor) && (!onlyCloseOnExec || descriptor.CloseOnExec))
            {
                _ = Remove(new Fd(number));
            }
        }
    }

    /// <summary>Removes all descriptors, for the caller to release their open files.</summary>
    internal OpenFileDescription[] TakeAll()
    {
        lock (_gate)
        {
            OpenFileDescription[] files = new OpenFileDescription[_count];
            int taken = 0;
            for (uint number = 0; number < (uint)_slots.Length; number++)
            {
                if (TryGet(new Fd(number), out Descriptor? descriptor))
                {
                    Free(new Fd(number));
                    files[taken++] = descriptor.File;
                }
            }

            return files;
        }
    }

    /// <summary>
    /// Revokes the open files of a revoked mount. A thread that inserts a descriptor later checks <see cref="Mount.IsRevoked"/> itself.
    /// </summary>
    internal void Revoke(Mount mount)
    {
        Descriptor?[] slots;
        lock (_gate)
        {
            slots = [.. _slots];
        }

        foreach (Descriptor? descriptor in slots)
        {
            if (descriptor?.File.Mount == mount)
            {
                descriptor.File.Revoke();
            }
        }
    }

    private Errno InsertLocked(Descriptor descriptor, uint minimum, out Fd fd)
    {
        fd = default;
        int number = (int)Math.Min(Math.Max(minimum, (uint)_lowestFree), (uint)capacity);
        Descriptor?[] slots = _slots;
        while (number < slots.Length && slots[number] is not null)
        {
            number++;
        }

        if (number >= capacity)
        {
            return Errno.Mfile;
        }

        EnsureLength(number + 1);
        Volatile.Write(ref _slots[number], descriptor);
        if (minimum <= (uint)_lowestFree)
        {
            _lowestFree = number + 1;
        }

        Volatile.Write(ref _count, _count + 1);
        fd = new Fd((uint)number);
        return Errno.Success;
    }

    private void EnsureLength(int length)
    {
        Descriptor?[] slots = _slots;
        if (length > slots.Length)
        {
            Array.Resize(ref slots, Math.Min(capacity, Math.Max(length, slots.Length * 2)));
            _slots = slots;
        }
    }

    private void Free(Fd fd)
    {
        Volatile.Write(ref _slots[fd.Value], null);
        Volatile.Write(ref _count, _count - 1);
        _lowestFree = Math.Min(_lowestFree, (int)fd.Value);
    }
}
