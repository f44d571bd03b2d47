namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>The path resolution of a host directory.</summary>
public enum Resolver
{
    /// <summary>Resolution by the kernel (<c>openat2</c>) if the system supports it.</summary>
    Kernel,

    /// <summary>Component-by-component resolution by <c>PathWalker</c>.</summary>
    Walker,

    /// <summary>Component-by-component resolution over System.IO, as on Windows.</summary>
    Portable,
}
