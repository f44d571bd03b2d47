using Witx.Bindings.Wasi.Vfs.Devices;

namespace Witx.Bindings.Wasi.Configuration;

/// <summary>The use of a <see cref="WasiDirectory"/> by one process, or by the embedder.</summary>
/// <param name="Process">The process, or null for the embedder.</param>
/// <param name="AllowsDevices">Whether the host's devices can be opened.</param>
internal readonly record struct WasiDirectoryUse(IDeviceBackend? Process, bool AllowsDevices);
