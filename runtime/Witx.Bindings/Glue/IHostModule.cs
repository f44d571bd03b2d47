using System;

namespace Witx.Bindings.Glue;

/// <summary>
/// An object whose functions guests can import. The generator implements it on all classes with <see cref="WitxModuleAttribute"/>.
/// </summary>
public interface IHostModule
{
    /// <summary>The functions of the class. All instances return the same table.</summary>
    ReadOnlySpan<HostFunction> Functions { get; }
}
