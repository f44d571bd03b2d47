using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Counts the users of native objects, so that they are freed when the owner has closed them and the last user is done.</summary>
/// <param name="free">Frees the objects. Called once.</param>
internal sealed class UseCount(Action free)
{
    private int _uses = 1;
    private int _isClosed;

    /// <summary>Adds a user, who calls <see cref="Remove"/> when done.</summary>
    /// <returns>False if the owner has closed the objects.</returns>
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

    /// <summary>Adds a user on behalf of one that has not called <see cref="Remove"/> yet.</summary>
    internal void Add() => Interlocked.Increment(ref _uses);

    internal void Remove()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            free();
        }
    }

    /// <summary>Ends the owner's use. Later calls have no effect.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            Remove();
        }
    }
}
