using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Values that a thread keeps under keys, which programs of 2022 and early 2023 leave to the host.</summary>
internal sealed class ThreadLocals
{
    // POSIX's PTHREAD_KEYS_MAX as Linux has it.
    private const int Capacity = 1024;

    private readonly Dictionary<uint, (ulong UserData, ulong Value)> _values = [];
    private uint _keys;

    /// <returns><c>again</c> if there are too many.</returns>
    internal Errno Add(ulong userData, out uint key)
    {
        key = _keys + 1;
        if (_values.Count == Capacity)
        {
            return Errno.Again;
        }

        _values.Add(key, (userData, 0));
        _keys = key;
        return Errno.Success;
    }

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
