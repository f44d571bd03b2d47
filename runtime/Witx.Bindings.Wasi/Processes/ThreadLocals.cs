using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Thread-local storage on the host (<c>thread_local_*</c>), which WASIX programs of 2022 and early 2023 import.</summary>
internal sealed class ThreadLocals
{
    // PTHREAD_KEYS_MAX on Linux.
    private const int Capacity = 1024;

    private readonly Dictionary<uint, (ulong UserData, ulong Value)> _values = [];
    private uint _lastKey;

    /// <summary>Creates a key whose value is 0.</summary>
    /// <param name="userData">A number that <see cref="Remove"/> returns.</param>
    /// <param name="key">The new key.</param>
    /// <returns><c>Errno.Again</c> if there are 1,024 keys already, as pthread_key_create(3p).</returns>
    internal Errno Add(ulong userData, out uint key)
    {
        key = _lastKey + 1;
        if (_values.Count == Capacity)
        {
            return Errno.Again;
        }

        _values.Add(key, (userData, 0));
        _lastKey = key;
        return Errno.Success;
    }

    /// <summary>Removes all keys.</summary>
    internal void Clear() => _values.Clear();

    internal bool Remove(uint key, out ulong userData, out ulong value)
    {
        bool found = _values.Remove(key, out (ulong UserData, ulong Value) removed);
        (userData, value) = removed;
        return found;
    }

    internal bool Set(uint key, ulong value)
    {
        bool found = _values.TryGetValue(key, out (ulong UserData, ulong Value) known);
        if (found)
        {
            _values[key] = (known.UserData, value);
        }

        return found;
    }

    internal bool TryGet(uint key, out ulong value)
    {
        bool found = _values.TryGetValue(key, out (ulong UserData, ulong Value) known);
        value = known.Value;
        return found;
    }
}
