namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>How a directory of the host finds what a path leads to.</summary>
public enum Resolver
{
    /// <summary>The kernel where it can.</summary>
    Kernel,

    /// <summary>Name by name.</summary>
    Walker,

    /// <summary>Name by name over System.IO, as on Windows.</summary>
    Portable,
}
