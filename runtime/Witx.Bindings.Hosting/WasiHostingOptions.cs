using System;
using System.Collections.Generic;

namespace Witx.Bindings.Hosting;

/// <summary>The options of the WASI host of a service, bound from configuration and validated when the service starts.</summary>
/// <remarks>
/// A null value selects the default of <see cref="Wasi.WasiHostOptions"/> or <see cref="Wasi.WasiLimits"/>. They are read once, when the
/// host is created.
/// </remarks>
/// <example>
/// <code>
/// "Wasi": {
///   "Programs": { "resize": "plugins/resize.wasm" },
///   "Timeout": "00:00:05",
///   "MaxConcurrentGuests": 32
/// }
/// </code>
/// </example>
public sealed class WasiHostingOptions
{
    /// <summary>
    /// Gets the paths of programs by their names. A relative path starts at the content root of the service. The default is empty.
    /// </summary>
    /// <remarks>Programs are also added by <see cref="WasiBuilder.AddProgram(string, string)"/>.</remarks>
    public IDictionary<string, string> Programs { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the maximum duration of a run, or of one call of an instance. The default is 30 seconds.</summary>
    /// <remarks>
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> sets no limit. A run can override it
    /// (<see cref="Wasi.WasiLimits.Timeout"/>).
    /// </remarks>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the maximum size of a guest's memory in bytes (<see cref="Wasi.WasiLimits.MaxMemory"/>).</summary>
    public long? MaxMemory { get; set; }

    /// <summary>
    /// Gets or sets the maximum number of bytes of a guest's standard output and error (<see cref="Wasi.WasiLimits.MaxOutput"/>).
    /// </summary>
    public long? MaxOutput { get; set; }

    /// <summary>
    /// Gets or sets the maximum number of guests that run at the same time (<see cref="Wasi.WasiHostOptions.MaxConcurrentGuests"/>).
    /// </summary>
    public int? MaxConcurrentGuests { get; set; }

    /// <summary>Gets or sets the maximum number of calls that wait (<see cref="Wasi.WasiHostOptions.MaxQueuedGuests"/>).</summary>
    public int? MaxQueuedGuests { get; set; }

    /// <summary>Gets or sets the maximum number of live instances (<see cref="Wasi.WasiHostOptions.MaxInstances"/>).</summary>
    public int? MaxInstances { get; set; }

    /// <summary>
    /// Gets or sets the number of instances that a pool reserves memory for (<see cref="Wasi.WasiHostOptions.MaxPooledInstances"/>).
    /// </summary>
    public int? MaxPooledInstances { get; set; }

    /// <summary>True if guests count instructions (<see cref="Wasi.WasiHostOptions.CountsFuel"/>). The default is false.</summary>
    public bool CountsFuel { get; set; }

    /// <summary>
    /// True if compiled programs are cached on the disk (<see cref="Wasi.WasiHostOptions.CacheCompiledPrograms"/>). The default is false.
    /// </summary>
    public bool CacheCompiledPrograms { get; set; }

    /// <summary>
    /// Gets or sets the directory of the cache, or null for that of the user (<see cref="Wasi.WasiHostOptions.CacheDirectory"/>).
    /// </summary>
    public string? CacheDirectory { get; set; }

    /// <summary>
    /// True, the default, if the service compiles all programs before it starts to serve; false if the first run of each compiles it.
    /// </summary>
    public bool CompilesAtStart { get; set; } = true;
}
