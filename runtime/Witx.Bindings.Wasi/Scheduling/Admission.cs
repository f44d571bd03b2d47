using System;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>A lease and a place behind an <see cref="AdmissionGate"/>, which are given up together, once.</summary>
/// <param name="lease">Keeps the objects alive that the guest uses.</param>
/// <param name="gate">The gate to enter.</param>
internal sealed class Admission(IDisposable lease, AdmissionGate gate) : IDisposable
{
    private bool _hasEntered;
    private int _isDisposed;

    /// <summary>Enters the gate, and blocks the thread until then.</summary>
    internal void Enter(CancellationToken token)
    {
        gate.Enter(token);
        _hasEntered = true;
    }

    /// <summary>Enters the gate without blocking a thread.</summary>
    internal async Task EnterAsync(CancellationToken token)
    {
        await gate.EnterAsync(token).ConfigureAwait(false);
        _hasEntered = true;
    }

    /// <summary>Leaves the gate if it was entered, and releases the lease. Later calls have no effect.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            if (_hasEntered)
            {
                gate.Leave();
            }

            lease.Dispose();
        }
    }
}
