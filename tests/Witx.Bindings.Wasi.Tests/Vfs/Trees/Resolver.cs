namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>How a host directory resolves paths.</summary>
public enum Resolver
{
    /// <summary>By the kernel (<c>openat2</c>) if the system supports it.</summary>
    Kernel,

    /// <summary>Component by component, by <c>PathWalker</c>.</summary>
    Walker,

    /// <summary>Component by component over System.IO, as on Windows.</summary>
    Portable,
}
