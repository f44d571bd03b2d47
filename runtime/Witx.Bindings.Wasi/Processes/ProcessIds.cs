using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The identifiers of the processes and threads of a run, which share one number space. Not thread-safe.</summary>
internal sealed class ProcessIds
{
    // wasi-threads reserves the upper bits of a thread's identifier.
    private const uint Max = (1 << 29) - 1;

    private readonly HashSet<uint> _taken = [WasiProcess.FirstId];
    private uint _last = WasiProcess.FirstId;

    /// <summary>The number of identifiers that are taken.</summary>
    internal int Count => _taken.Count;

    /// <summary>Returns the next identifier that is free.</summary>
    internal uint Take()
    {
        do
        {
            _last = _last == Max ? WasiProcess.FirstId + 1 : _last + 1;
        }
        while (!_taken.Add(_last));
        return _last;
    }

    /// <summary>Frees an identifier.</summary>
    internal void Return(uint id) => _taken.Remove(id);
}
