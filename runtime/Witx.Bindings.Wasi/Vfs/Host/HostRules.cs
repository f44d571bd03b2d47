namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>What all directories of the host below one mount have in common.</summary>
/// <param name="Limits">The limits on writing, or null for none.</param>
/// <param name="Walks">Whether paths are resolved component by component even where the kernel could resolve them.</param>
/// <param name="Devices">Which devices can be opened.</param>
internal sealed record HostRules(HostLimits? Limits, bool Walks, HostDevices Devices);
