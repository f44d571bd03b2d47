using System.Threading;
using Wasmtime;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>
/// The fuel of a run, which the stores of its threads and processes share: together they never have more than
/// <see cref="WasiLimits.Fuel"/>. Thread-safe.
/// </summary>
/// <param name="initial">The fuel that the store of the first thread gets.</param>
internal sealed class FuelBudget(ulong initial)
{
    private readonly Lock _gate = new();
    private ulong _returned;

    /// <summary>The fuel that the store of the first thread gets.</summary>
    internal ulong Initial => initial;

    /// <summary>The fuel that no store has, because the store that had it does not exist any more.</summary>
    internal ulong Returned
    {
        get
        {
            lock (_gate)
            {
                return _returned;
            }
        }
    }

    /// <summary>Takes the fuel of a new store: half of the fuel that the store which starts it has and that no store has.</summary>
    /// <param name="starter">The store of the thread that starts another, in a host call.</param>
    internal ulong Split(Store starter)
    {
        lock (_gate)
        {
            ulong left = starter.Fuel + _returned;
            ulong half = left / 2;
            (starter.Fuel, _returned) = (left - half, 0);
            return half;
        }
    }

    /// <summary>Returns the fuel of a store that is about to be freed, or that was not created.</summary>
    internal void Return(ulong fuel)
    {
        lock (_gate)
        {
            _returned += fuel;
        }
    }

    /// <summary>Gives the fuel that no store has to a store whose thread is in a host call.</summary>
    internal void Collect(Store store)
    {
        lock (_gate)
        {
            store.Fuel += _returned;
            _returned = 0;
        }
    }
}
