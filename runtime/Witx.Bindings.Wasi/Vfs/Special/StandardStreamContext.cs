using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// The state that the standard streams of one process share: cancellation, the limit of output, and failures. Thread-safe.
/// </summary>
/// <param name="shutdown">The shutdown of the process.</param>
/// <param name="maxOutput">The maximum number of bytes of standard output and standard error together.</param>
/// <param name="cancellation">The token of the process, which ends waits for a stream.</param>
internal sealed class StandardStreamContext(ProcessShutdown shutdown, long maxOutput, CancellationToken cancellation) : IDisposable
{
    private const int StreamCount = 3;

    private readonly Lock _gate = new();

    // Null without a failure. One place for each descriptor, so that a guest that uses a failed stream in a loop does not fill memory.
    private WasiStreamFailure?[]? _failures;
    private CancellationTokenSource? _calls;
    private CancellationTokenSource? _lastCalls;
    private bool _isDisposed;
    private long _output;

    /// <summary>The token of the process.</summary>
    internal CancellationToken Cancellation => cancellation;

    /// <summary>True if the tokens of <see cref="GetCallToken"/> may be cancelled, so that a cancelled call is not a failure.</summary>
    internal bool CancelsCalls => cancellation.IsCancellationRequested || Volatile.Read(ref _isDisposed);

    /// <summary>A callback for the first failure of each stream. It is called on any thread.</summary>
    internal Action<WasiStreamFailure>? Failed { get; init; }

    /// <summary>The failures so far, in the order of the descriptors.</summary>
    internal IReadOnlyList<WasiStreamFailure> Failures
    {
        get
        {
            if (Volatile.Read(ref _failures) is not { } failures)
            {
                return [];
            }

            lock (_gate)
            {
                return [.. failures.OfType<WasiStreamFailure>()];
            }
        }
    }

    /// <summary>
    /// Returns the token for an asynchronous call of a stream. It is cancelled with the process, or when the process is disposed.
    /// </summary>
    /// <remarks>
    /// After the cancellation of the process, streams are still flushed for a short time: such calls end with the disposal.
    /// </remarks>
    internal CancellationToken GetCallToken()
    {
        lock (_gate)
        {
            return _isDisposed ? new CancellationToken(canceled: true)
                : cancellation.IsCancellationRequested ? (_lastCalls ??= new CancellationTokenSource()).Token
                : (_calls ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation)).Token;
        }
    }

    /// <summary>Records a failure of a stream, if it is the first one of that stream.</summary>
    internal void Report(int descriptor, Exception exception)
    {
        WasiStreamFailure failure = new(descriptor, exception);
        lock (_gate)
        {
            _failures ??= new WasiStreamFailure?[StreamCount];
            if (_failures[descriptor] is not null)
            {
                return;
            }

            _failures[descriptor] = failure;
        }

        Failed?.Invoke(failure);
    }

    /// <summary>Reserves bytes of the limit of output.</summary>
    /// <returns>The number of bytes that may be written: less than <paramref name="count"/> if the limit is reached.</returns>
    internal int ReserveOutput(int count)
    {
        long before = Interlocked.Add(ref _output, count) - count;
        int reserved = (int)Math.Clamp(maxOutput - before, 0, count);
        ReleaseOutput(count - reserved);
        return reserved;
    }

    /// <summary>Gives back reserved bytes that were not written.</summary>
    internal void ReleaseOutput(int count)
    {
        if (count > 0)
        {
            Interlocked.Add(ref _output, -count);
        }
    }

    /// <summary>Ends the process because its output exceeds the limit.</summary>
    /// <exception cref="WasiLimitException">Always, unless the process has ended for another reason.</exception>
    [DoesNotReturn]
    internal void ExceedOutput()
    {
        shutdown.End(() => new WasiLimitException(
            nameof(WasiLimits.MaxOutput),
            $"The guest wrote more than '{maxOutput}' bytes to standard output and standard error. "
            + $"Raise '{nameof(WasiLimits)}.{nameof(WasiLimits.MaxOutput)}' if it is too low."));
        shutdown.Throw();
    }

    /// <summary>Cancels the asynchronous calls of the streams that have not completed.</summary>
    public void Dispose()
    {
        CancellationTokenSource? calls;
        CancellationTokenSource? lastCalls;
        lock (_gate)
        {
            (_isDisposed, calls, lastCalls) = (true, _calls, _lastCalls);
        }

        using (calls)
        using (lastCalls)
        {
            calls?.Cancel();
            lastCalls?.Cancel();
        }
    }
}
