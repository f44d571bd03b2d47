using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>The options of one run: arguments, environment, streams, mounts, network, host functions of your own, and limits.</summary>
/// <remarks>
/// By default a guest has no arguments, environment, files or network; its input is empty and its output is discarded. The options are
/// read before the call that takes them returns. They can be reused, also by several runs at the same time, if the objects in them can:
/// runs that share an object, such as a memory directory or a host, share its state. Reading is thread-safe, changing is not.
/// </remarks>
[SuppressMessage("Usage", "CA2227", Justification = "Options are set as a whole as often as they are added to.")]
public sealed class WasiOptions
{
    /// <summary>Creates the default options.</summary>
    public WasiOptions()
    {
    }

    /// <summary>Creates a copy of options, for example of a template that several runs complete differently.</summary>
    /// <param name="other">The options to copy.</param>
    /// <remarks>
    /// Lists and limits are copied; objects in them, such as directories and hosts, are shared by both options.
    /// </remarks>
    public WasiOptions(WasiOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Arguments = [.. other.Arguments];
        Environment = [.. other.Environment];
        Input = other.Input;
        Output = other.Output;
        Error = other.Error;
        Mounts = [.. other.Mounts];
        PreopenRoot = other.PreopenRoot;
        WorkingDirectory = other.WorkingDirectory;
        HandlesSignals = other.HandlesSignals;
        Terminal = other.Terminal;
        Descriptors = [.. other.Descriptors];
        Network = other.Network;
        TimeProvider = other.TimeProvider;
        Random = other.Random;
        Limits = new WasiLimits(other.Limits);
        SyncDirectories = other.SyncDirectories;
        LoggerFactory = other.LoggerFactory;
        MeterFactory = other.MeterFactory;
        Imports = [.. other.Imports];
        Programs = new Dictionary<string, WasiExecutable>(other.Programs);
        Interceptors = [.. other.Interceptors];
        Measures = other.Measures;
        Started = other.Started;
        Instantiated = other.Instantiated;
        ProcessStarted = other.ProcessStarted;
        ProcessExited = other.ProcessExited;
    }

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

    /// <summary>Gets or sets the guest path of the directory in which the guest starts. The default is <c>/</c>.</summary>
    /// <remarks>
    /// WASIX guests use it (<c>getcwd</c>). It needs a root directory (<see cref="PreopenRoot"/>), so any other path than <c>/</c> is an
    /// error for a guest of preview1, whose C library always starts at <c>/</c>.
    /// </remarks>
    public string WorkingDirectory { get; set; } = "/";

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
    /// <para>
    /// The counters are <c>wasi.calls</c> (tag <c>function</c>), <c>wasi.errors</c> (tags <c>function</c> and <c>errno</c>) and
    /// <c>wasi.bytes</c> (tag <c>direction</c>: <c>read</c> or <c>write</c>). Calls of host functions of your own are counted too.
    /// </para>
    /// <para>A run is counted only if a listener is attached when it starts.</para>
    /// </remarks>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets the hosts whose functions the guest can import beside those of WASI. The default is empty.</summary>
    /// <remarks>
    /// A host that was added later replaces functions with the same names and type, also those of WASI. A host in the options is shared by
    /// all runs that use them, possibly on several threads; a factory creates one for each run. Threads of one guest call its hosts at the
    /// same time.
    /// </remarks>
    public WasiImportCollection Imports { get; set; } = [];

    /// <summary>Gets or sets the programs that the guest can execute, by name. The default is empty.</summary>
    /// <remarks>
    /// WASIX guests execute programs (<c>proc_exec3</c>, <c>proc_spawn2</c>). A name without a slash, such as <c>ls</c>, is a command: the
    /// guest finds it in <c>/bin</c>, which contains an entry for it unless a mount has that path. A name with a slash is an absolute guest
    /// path. The programs are <see cref="WasiProgram"/>s of any host. Programs in the file system of the guest need
    /// <see cref="WasiMount.AllowExecution"/>.
    /// </remarks>
    public IDictionary<string, WasiExecutable> Programs { get; set; } = new Dictionary<string, WasiExecutable>();

    /// <summary>
    /// Gets or sets interceptors of the guest's calls of host functions, to trace, count or reject them. The default is empty.
    /// </summary>
    /// <remarks>
    /// The first interceptor is the outermost. They wrap the functions of WASI and those of <see cref="Imports"/>. Use the same objects for
    /// many runs: a program keeps a few of them, with resolved imports, so that the next run with the same interceptors starts faster.
    /// </remarks>
    public IList<HostInterceptor> Interceptors { get; set; } = [];

    /// <summary>Gets or sets what <see cref="WasiResult"/> measures in addition to elapsed time, memory and bytes.</summary>
    public WasiMeasures Measures { get; set; }

    /// <summary>Gets or sets a callback that receives the process before the guest starts, or null, the default, for none.</summary>
    /// <remarks>
    /// It is called on the thread that runs the guest, after the factories of <see cref="Imports"/>. Use the process, for example for
    /// <see cref="WasiProcess.RevokeMount"/>, on any thread until the run ends. Do not dispose it. If you create the process yourself, the
    /// callback is not used.
    /// </remarks>
    public Action<WasiProcess>? Started { get; set; }

    /// <summary>
    /// Gets or sets a callback that receives the process when its instance exists, before the program starts; null, the default, for none.
    /// </summary>
    /// <remarks>
    /// It is called on the thread that runs the guest. The instance of a <see cref="WasiInstance"/> is initialized by then. It is not used
    /// if you create the process yourself, and for processes that the guest starts (<see cref="ProcessStarted"/>).
    /// </remarks>
    public Action<WasiProcess>? Instantiated { get; set; }

    /// <summary>Gets or sets a callback that receives each process that the guest starts, or null, the default, for none.</summary>
    /// <remarks>
    /// It is called on the thread that runs the process, before its program starts. A copy by <c>vfork</c> runs on the thread of its parent
    /// until it executes a program. An exception ends the run.
    /// </remarks>
    public Action<WasiProcess>? ProcessStarted { get; set; }

    /// <summary>Gets or sets a callback that receives each process that the guest started and that has ended, or null.</summary>
    /// <remarks>
    /// It is called once for each process that <see cref="ProcessStarted"/> received, on the thread that ran it. An exception ends the run.
    /// </remarks>
    public Action<WasiProcess, WasiExitStatus>? ProcessExited { get; set; }
}
