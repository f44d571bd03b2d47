using System.Collections.Generic;
using System.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The keys of thread-local storage on the host (<c>thread_local_*</c>), which WASIX programs of 2022 and early 2023 import. All threads of
/// a process share the keys; each thread has its own values (pthread_key_create(3p)). Thread-safe.
/// </summary>
internal sealed class ThreadLocals
{
    // PTHREAD_KEYS_MAX on Linux.
    private const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, ulong> _userData = [];
    private uint _lastKey;

    internal ThreadLocals()
    {
    }

    /// <summary>Copies the keys of a process, as <c>fork</c> does.</summary>
    internal ThreadLocals(ThreadLocals other)
    {
        lock (other._gate)
        {
            _lastKey = other._lastKey;
            _userData = new Dictionary<uint, ulong>(other._userData);
        }
    }

    /// <summary>Creates a key whose value is 0 in each thread.</summary>
    /// <param name="userData">A number that <see cref="Remove"/> returns.</param>
    /// <param name="key">The new key.</param>
    /// <returns><c>Errno.Again</c> if there are 1,024 keys already, as pthread_key_create(3p).</returns>
    internal Errno Add(ulong userData, out uint key)
    {
        lock (_gate)
        {
            key = _lastKey + 1;
            if (_userData.Count == Capacity)
            {
                return Errno.Again;
            }

            _userData.Add(key, userData);
            _lastKey = key;
            return Errno.Success;
        }
    }

    /// <summary>Removes a key.</summary>
    /// <param name="thread">The calling thread.</param>
    /// <param name="key">The key.</param>
    /// <param name="userData">The number that <see cref="Add"/> received.</param>
    /// <param name="value">The value of the calling thread.</param>
    /// <returns>False if there is no such key.</returns>
    internal bool Remove(WasiThread thread, uint key, out ulong userData, out ulong value)
    {
        lock (_gate)
        {
            value = thread.LocalValues.Remove(key, out ulong removed) ? removed : 0;
            return _userData.Remove(key, out userData);
        }
    }

    /// <summary>Sets the value of the calling thread.</summary>
    /// <returns>False if there is no such key.</returns>
    internal bool Set(WasiThread thread, uint key, ulong value)
    {
        bool exists = Contains(key);
        if (exists)
        {
            thread.LocalValues[key] = value;
        }

        return exists;
    }

    /// <summary>Gets the value of the calling thread.</summary>
    /// <returns>False if there is no such key.</returns>
    internal bool TryGet(WasiThread thread, uint key, out ulong value)
    {
        value = thread.LocalValues.GetValueOrDefault(key);
        return Contains(key);
    }

    private bool Contains(uint key)
    {
        lock (_gate)
        {
            return _userData.ContainsKey(key);
        }
    }
}
