using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>What a process starts with. Unless something is given, a guest has no arguments, environment, files or network, and is neither heard nor answered.</summary>
[SuppressMessage("Usage", "CA2227", Justification = "Options are set as a whole as often as they are added to.")]
public sealed class WasiOptions
{
    /// <summary>The command line, the program's own name first, by custom.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>The environment, in the order in which the guest sees it. A name may come again: most guests find the first.</summary>
    public IList<KeyValuePair<string, string>> Environment { get; set; } = [];

    /// <summary>Standard input, descriptor 0.</summary>
    public WasiInput Input { get; set; } = WasiInput.Empty;

    /// <summary>Standard output, descriptor 1.</summary>
    public WasiOutput Output { get; set; } = WasiOutput.Discard;

    /// <summary>Standard error, descriptor 2.</summary>
    public WasiOutput Error { get; set; } = WasiOutput.Discard;

    /// <summary>The directories, from descriptor 3 on.</summary>
    public IList<WasiMount> Mounts { get; set; } = [];

    /// <summary>Whether descriptor 3 is the directory <c>/</c>, over all mounts. So it is in any case for a module that imports WASIX.</summary>
    public bool PreopenRoot { get; set; }

    /// <summary>
    /// Whether the guest can handle signals, by the export that it names to <c>callback_signal</c>. So it can in any case if a <see cref="WasiHost"/>
    /// runs a module that imports that. Every call of such a guest looks for signals when it ends.
    /// </summary>
    public bool HandlesSignals { get; set; }

    /// <summary>The terminal that the guest can ask about; null is none.</summary>
    public WasiTerminal? Terminal { get; set; }

    /// <summary>What else the guest starts with, behind its directories.</summary>
    public IList<WasiDescriptor> Descriptors { get; set; } = [];

    /// <summary>What its sockets reach.</summary>
    public WasiNetwork Network { get; set; } = WasiNetwork.Closed;

    /// <summary>The clocks. Any but <see cref="TimeProvider.System"/> also drives every wait that has an end.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The source of randomness, such as one with a seed for guests that must do the same again; null is the host's cryptographic one.</summary>
    public Random? Random { get; set; }

    /// <summary>How much of the host the guest may use up.</summary>
    public WasiLimits Limits { get; set; } = new();

    /// <summary>Whether <c>fd_sync</c> and <c>fd_datasync</c> of a directory bring its entries to the disk. Otherwise they are <c>isdir</c>.</summary>
    public bool SyncDirectories { get; set; }

    /// <summary>Where the system calls are logged, by the category <c>Witx.Bindings.Wasi</c>.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Whose meter <c>Witx.Bindings.Wasi</c> counts the system calls; null is the one that every listener of this .NET process finds.</summary>
    /// <remarks>A run that starts while nobody listens is not counted, and costs nothing. What is counted: <see cref="WasiImports.AddMetrics"/>.</remarks>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>What stands between the guest and its system calls, to trace, count or refuse them; the first is outermost. Without any, calls cost what they cost.</summary>
    /// <remarks><see cref="WasiHost"/> asks them; who makes the imports asks them there.</remarks>
    public IList<HostInterceptor> Interceptors { get; set; } = [];

    /// <summary>
    /// Called by <see cref="WasiHost.Run(WasiProgram, WasiOptions)"/> on the calling thread before the guest starts, with the process. The process may be used until the
    /// run ends, from any thread.
    /// </summary>
    public Action<WasiProcess>? Started { get; set; }

    /// <summary>Ends the process, also where it waits. Without one that can be cancelled, a guest that never ends never does.</summary>
    public CancellationToken CancellationToken { get; set; }
}
