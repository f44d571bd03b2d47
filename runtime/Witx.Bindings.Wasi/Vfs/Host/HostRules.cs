namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>The rules for all host directories below one mount.</summary>
/// <param name="Limits">The limits on writing, or null for none.</param>
/// <param name="UsesPathWalker">True to resolve paths component by component even where the kernel could resolve them.</param>
/// <param name="Devices">The devices that can be opened.</param>
internal sealed record HostRules(HostLimits? Limits, bool UsesPathWalker, HostDevices Devices);
