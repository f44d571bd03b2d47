using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>A reference count for native objects, which are freed after the owner closed them and the last user has finished.</summary>
/// <param name="free">Frees the objects. Called once, on the thread that removes the last use.</param>
internal sealed class UseCount(Action free)
{
    private int _uses = 1;
    private int _isClosed;

    /// <summary>Adds a use. The caller calls <see cref="Remove"/> when it has finished.</summary>
    /// <returns>False, without adding a use, if the owner has closed the objects.</returns>
    internal bool TryAdd()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0 && Volatile.Read(ref _isClosed) == 0)
        {
            int found = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (found == uses)
            {
                return true;
            }

            uses = found;
        }

        return false;
    }

    /// <summary>Adds a use. The caller must own one already; then this succeeds even if the objects are closed.</summary>
    internal void Add() => Interlocked.Increment(ref _uses);

    /// <summary>Removes a use. Frees the objects if it was the last one.</summary>
    internal void Remove()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            free();
        }
    }

    /// <summary>Removes the owner's use, and rejects further users. Later calls have no effect.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            Remove();
        }
    }
}
