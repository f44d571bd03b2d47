using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Vfs.Devices;

namespace Witx.Bindings.Wasi.Configuration;

/// <summary>The user of a <see cref="WasiDirectory"/> and its permissions: one process, or the embedder.</summary>
/// <param name="Process">The process, or null for the embedder.</param>
/// <param name="AllowsDevices">True if devices of the host and files of <c>/proc</c> can be opened.</param>
/// <param name="Ledger">The account of the process for host memory, or null to charge nothing.</param>
internal readonly record struct WasiDirectoryUse(IDeviceBackend? Process, bool AllowsDevices, ResourceLedger? Ledger);
