using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The actions of a process on signals: its handler, and the dispositions that it was started with. Thread-safe.</summary>
internal sealed class SignalActions
{
    private volatile string? _handler;

    internal SignalActions()
    {
    }

    /// <summary>Copies the actions of a process, as <c>fork</c> does.</summary>
    internal SignalActions(SignalActions other) => (_handler, Inherited) = (other._handler, other.Inherited);

    /// <summary>The name of the guest's export that handles signals (<c>callback_signal</c>), or null for none.</summary>
    internal string? Handler
    {
        get => _handler;
        set => _handler = value;
    }

    /// <summary>
    /// The dispositions that the process was started with (<c>proc_spawn2</c>). The C library of the guest reads them
    /// (<c>proc_signals_get</c>), and keeps those that the guest sets later to itself.
    /// </summary>
    internal ImmutableArray<SignalDisposition> Inherited { get; set; } = [];

    /// <summary>True if a signal has no effect on a process without a handler.</summary>
    internal bool Ignores(Signal signal) =>
        signal is Signal.Chld or Signal.Cont or Signal.Urg or Signal.Winch or Signal.Stop or Signal.Tstp or Signal.Ttin or Signal.Ttou
        || (signal != Signal.Kill && Inherited.Contains(new SignalDisposition(signal, Disposition.Ignore)));

    /// <summary>Replaces the dispositions of signals, and keeps those of others. The last one of a signal counts.</summary>
    internal void Override(IReadOnlyCollection<SignalDisposition> dispositions) => Inherited =
    [
        .. Inherited.Where(known => dispositions.All(other => other.Sig != known.Sig)),
        .. dispositions.Reverse().DistinctBy(static disposition => disposition.Sig).Reverse(),
    ];
}
