using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The timeout and the token of one call of a guest: ends the process when the time is over or the token is cancelled, but only until the
/// call has completed.
/// </summary>
internal sealed class CallInterruption : IDisposable
{
    private const int Running = 0;
    private const int Completed = 1;
    private const int Interrupted = 2;

    private readonly WasiProcess _process;
    private readonly TimeSpan _timeout;
    private readonly ITimer? _timer;
    private readonly CancellationTokenRegistration _registration;
    private int _state = Running;

    private CallInterruption(WasiProcess process, TimeSpan? timeout, CancellationToken token)
    {
        _process = process;
        if (timeout is { } time)
        {
            _timeout = time;
            _timer = process.HostTime.CreateTimer(
                static call => ((CallInterruption)call!).TimeOut(), this, time, Timeout.InfiniteTimeSpan);
        }

        _registration = token.UnsafeRegister(static (call, token) => ((CallInterruption)call!).Cancel(token), this);
    }

    /// <summary>Starts to watch a timeout and a token. Returns null if there is neither.</summary>
    internal static CallInterruption? Start(WasiProcess process, TimeSpan? timeout, CancellationToken token) =>
        timeout is null && !token.CanBeCanceled ? null : new CallInterruption(process, timeout, token);

    /// <summary>Completes the call: later timeouts and cancellations have no effect.</summary>
    /// <exception cref="WasiLimitException">The timeout has passed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal void Complete()
    {
        if (!TryComplete())
        {
            // The thread that interrupts has taken the decision, and is about to end the process.
            SpinWait.SpinUntil(() => _process.Shutdown.HasEnded);
            _process.Shutdown.Throw();
        }
    }

    public void Dispose()
    {
        _ = TryComplete();
        _timer?.Dispose();

        // Waits for a callback that runs at the moment.
        _registration.Dispose();
    }

    private bool TryComplete() => Interlocked.CompareExchange(ref _state, Completed, Running) != Interrupted;

    private void TimeOut() => Interrupt(() => new WasiLimitException(
        nameof(WasiLimits.Timeout),
        $"The guest exceeded the timeout of '{_timeout}'. Raise '{nameof(WasiLimits)}.{nameof(WasiLimits.Timeout)}' if it is too short."));

    private void Cancel(CancellationToken token) => Interrupt(() => new OperationCanceledException(token));

    private void Interrupt(Func<Exception> reason)
    {
        if (Interlocked.CompareExchange(ref _state, Interrupted, Running) == Running)
        {
            _process.Interrupt(reason);
        }
    }
}
