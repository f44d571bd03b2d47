using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>The options of one run: arguments, environment, streams, mounts, network, limits and cancellation.</summary>
/// <remarks>
/// By default a guest has no arguments, environment, files or network; its input is empty and its output is discarded. The options are
/// read when the process is created. They can be reused, also by several runs at the same time, if the objects in them can.
/// </remarks>
[SuppressMessage("Usage", "CA2227", Justification = "Options are set as a whole as often as they are added to.")]
public sealed class WasiOptions
{
    /// <summary>Gets or sets the command line. By convention the first argument is the program's name. The default is empty.</summary>
    /// <remarks>An argument must not contain NUL.</remarks>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>Gets or sets the environment variables, in the order in which the guest sees them. The default is empty.</summary>
    /// <remarks>
    /// A name must not be empty or contain <c>=</c>. If a name occurs twice, both entries are passed; most guests use the first.
    /// </remarks>
    public IList<KeyValuePair<string, string>> Environment { get; set; } = [];

    /// <summary>Gets or sets the standard input (descriptor 0). The default is empty.</summary>
    public WasiInput Input { get; set; } = WasiInput.Empty;

    /// <summary>Gets or sets the standard output (descriptor 1). The default discards it.</summary>
    public WasiOutput Output { get; set; } = WasiOutput.Discard;

    /// <summary>Gets or sets the standard error (descriptor 2). The default discards it.</summary>
    public WasiOutput Error { get; set; } = WasiOutput.Discard;

    /// <summary>Gets or sets the directories that the guest can use, preopened from descriptor 3 on. The default is empty.</summary>
    public IList<WasiMount> Mounts { get; set; } = [];

    /// <summary>True if descriptor 3 is the root directory <c>/</c>, which contains all mounts. The default is false.</summary>
    /// <remarks><see cref="WasiHost"/> always does this for modules that import WASIX.</remarks>
    public bool PreopenRoot { get; set; }

    /// <summary>True if signals are delivered to the export that the guest names in <c>callback_signal</c>. The default is false.</summary>
    /// <remarks>
    /// <see cref="WasiHost"/> always does this for modules that import <c>callback_signal</c>. Each system call of the guest then
    /// checks for pending signals when it returns.
    /// </remarks>
    public bool HandlesSignals { get; set; }

    /// <summary>Gets or sets the terminal for <c>tty_get</c> and <c>tty_set</c>, or null, the default, for none.</summary>
    public WasiTerminal? Terminal { get; set; }

    /// <summary>Gets or sets further descriptors, numbered after the directories. The default is empty.</summary>
    public IList<WasiDescriptor> Descriptors { get; set; } = [];

    /// <summary>Gets or sets the network that the guest's sockets can reach. The default is <see cref="WasiNetwork.Closed"/>.</summary>
    public WasiNetwork Network { get; set; } = WasiNetwork.Closed;

    /// <summary>Gets or sets the source of the guest's clocks and timers. The default is <see cref="TimeProvider.System"/>.</summary>
    /// <remarks>Waits with a timeout use it too, so a fake provider can control them.</remarks>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Gets or sets the source of random bytes, or null, the default, for the cryptographic generator of the operating system.
    /// </summary>
    /// <remarks>
    /// Set a <see cref="System.Random"/> with a seed for reproducible runs; its bytes are not fit for keys. Each use locks the object.
    /// </remarks>
    public Random? Random { get; set; }

    /// <summary>Gets or sets the limits on memory, descriptors and other resources. The defaults suit most programs.</summary>
    public WasiLimits Limits { get; set; } = new();

    /// <summary>
    /// True if <c>fd_sync</c> of a directory writes its entries to the disk; false, the default, if it fails with <c>Errno.Isdir</c>.
    /// </summary>
    /// <remarks>The same applies to <c>fd_datasync</c>.</remarks>
    public bool SyncDirectories { get; set; }

    /// <summary>
    /// Gets or sets the factory for the log of system calls. The category is <c>Witx.Bindings.Wasi</c>. The default logs nothing.
    /// </summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Gets or sets the factory of the meter <c>Witx.Bindings.Wasi</c>, or null, the default, for one that all runs share.
    /// </summary>
    /// <remarks>
    /// <see cref="WasiImports.AddMetrics"/> lists the counters. A run is counted only if a listener is attached when it starts.
    /// </remarks>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets interceptors of the guest's system calls, to trace, count or reject them. The default is empty.</summary>
    /// <remarks>
    /// The first interceptor is the outermost. Only <see cref="WasiHost"/> uses them; if you create the imports yourself, call
    /// <see cref="HostImports.Intercept"/>.
    /// </remarks>
    public IList<HostInterceptor> Interceptors { get; set; } = [];

    /// <summary>Gets or sets a callback that receives the process before the guest starts, or null, the default, for none.</summary>
    /// <remarks>
    /// <see cref="WasiHost.Run(WasiProgram, WasiOptions)"/> calls it on its thread. Use the process, for example for
    /// <see cref="WasiProcess.RevokeMount"/>, on any thread until the run ends. Do not dispose it.
    /// </remarks>
    public Action<WasiProcess>? Started { get; set; }

    /// <summary>
    /// Gets or sets the token that ends the run, also while the guest computes or waits. The default cannot be cancelled.
    /// </summary>
    /// <remarks>
    /// Without a token that can be cancelled, a guest that loops forever blocks its thread forever. A run with such a token uses slower
    /// machine code (see <see cref="WasiHost"/>).
    /// </remarks>
    public CancellationToken CancellationToken { get; set; }
}
