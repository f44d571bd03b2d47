using System.Collections.Generic;
using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>The threads of a process that wait at words of its memory (<c>futex</c>, futex(2)). Thread-safe.</summary>
internal sealed class FutexTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, LinkedList<Sleeper>> _sleepers = [];

    /// <summary>A read of the word at an address.</summary>
    internal delegate uint WordReader<TWord>(TWord word)
        where TWord : allows ref struct;

    /// <summary>Waits at a word, provided that it has the expected value. The comparison and the wait are one step.</summary>
    /// <param name="address">The address of the word.</param>
    /// <param name="word">The word.</param>
    /// <param name="read">Reads the word.</param>
    /// <param name="expected">The expected value.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="deadline">Monotonic deadline in nanoseconds, or null to wait indefinitely.</param>
    /// <returns>False after the deadline. A signal and another value are a wake.</returns>
    internal bool Wait<TWord>(ulong address, TWord word, WordReader<TWord> read, uint expected, Waiter waiter, ulong? deadline)
        where TWord : allows ref struct
    {
        LinkedListNode<Sleeper> sleeper = new(new Sleeper(waiter));
        lock (_gate)
        {
            if (read(word) != expected)
            {
                return true;
            }

            if (!_sleepers.TryGetValue(address, out LinkedList<Sleeper>? sleepers))
            {
                _sleepers.Add(address, sleepers = []);
            }

            sleepers.AddLast(sleeper);
        }

        try
        {
            for (bool isLate = false; ; isLate = deadline <= waiter.Now)
            {
                waiter.BeginRound();
                if (sleeper.Value.IsWoken)
                {
                    return true;
                }

                if (isLate || waiter.Wait(deadline) != Errno.Success)
                {
                    return !isLate;
                }
            }
        }
        finally
        {
            waiter.EndWait();
            Remove(address, sleeper);
        }
    }

    /// <summary>Wakes threads that wait at a word, the longest waiting first.</summary>
    /// <param name="address">The address of the word.</param>
    /// <param name="count">The maximum number of threads.</param>
    /// <returns>True if a thread was woken.</returns>
    internal bool Wake(ulong address, int count)
    {
        lock (_gate)
        {
            if (!_sleepers.TryGetValue(address, out LinkedList<Sleeper>? sleepers))
            {
                return false;
            }

            for (; count > 0 && sleepers.First is { } first; count--)
            {
                sleepers.Remove(first);
                first.Value.Wake();
            }

            if (sleepers.Count == 0)
            {
                _ = _sleepers.Remove(address);
            }

            return true;
        }
    }

    private void Remove(ulong address, LinkedListNode<Sleeper> sleeper)
    {
        lock (_gate)
        {
            if (sleeper.List is { } sleepers)
            {
                sleepers.Remove(sleeper);
                if (sleepers.Count == 0)
                {
                    _ = _sleepers.Remove(address);
                }
            }
        }
    }

    /// <summary>A waiting thread.</summary>
    private sealed class Sleeper(Waiter waiter)
    {
        private volatile bool _isWoken;

        internal bool IsWoken => _isWoken;

        internal void Wake()
        {
            _isWoken = true;
            waiter.Wake();
        }
    }
}
