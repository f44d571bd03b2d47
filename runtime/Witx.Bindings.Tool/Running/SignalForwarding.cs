using System;
using System.Runtime.InteropServices;
using System.Threading;
using Witx.Bindings.Wasi;
using static Witx.Bindings.Wasi.WasiTypes;

namespace Witx.Bindings.Tool;

/// <summary>Forwards SIGINT and SIGTERM of the command to a guest that handles signals.</summary>
/// <remarks>
/// A signal ends the command as usual if the guest has no handler, or if the previous signal of the same number is still pending: a second
/// Ctrl-C ends a guest that does not react.
/// </remarks>
internal sealed class SignalForwarding : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private WasiProcess? _process;

    internal SignalForwarding()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Forward(context, Signal.Int));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Forward(context, Signal.Term));
    }

    /// <summary>Forwards signals to a process from now on.</summary>
    internal void Attach(WasiProcess process) => Volatile.Write(ref _process, process);

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Forward(PosixSignalContext context, Signal signal) =>
        context.Cancel = Volatile.Read(ref _process)?.TryRaise(signal) == true;
}
