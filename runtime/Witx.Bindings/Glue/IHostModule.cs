using System;

namespace Witx.Bindings.Glue;

/// <summary>What an engine binds: an object with the functions that it offers to guests. Generated for every annotated class.</summary>
public interface IHostModule
{
    /// <summary>The functions, from a table that all instances of the class share.</summary>
    ReadOnlySpan<HostFunction> Functions { get; }
}
