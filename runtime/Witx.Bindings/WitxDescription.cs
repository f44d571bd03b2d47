using System.Collections.Immutable;

namespace Witx.Bindings;

/// <summary>Tells what a host offers, as its interface has it. Implemented by classes whose <see cref="WitxModuleAttribute.GenerateDescription"/> is set.</summary>
public interface IDescribedHost
{
    /// <summary>The functions, in the order of the interface.</summary>
    ImmutableArray<FunctionDescription> Describe();
}

/// <summary>A function of an interface.</summary>
/// <param name="Module">The name that guests import from.</param>
/// <param name="Name">The import name.</param>
/// <param name="Declaration">The declaration in the witx file, without comments.</param>
/// <param name="Docs">The documentation; empty when there is none.</param>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Result">The documentation of the result; empty when there is none.</param>
/// <param name="IsImplemented">Whether the host implements it.</param>
public sealed record FunctionDescription(
    string Module,
    string Name,
    string Declaration,
    string Docs,
    ImmutableArray<ParameterDescription> Parameters,
    string Result,
    bool IsImplemented);

/// <summary>A parameter of a function.</summary>
/// <param name="Name">The name in the witx file.</param>
/// <param name="Docs">The documentation; empty when there is none.</param>
public sealed record ParameterDescription(string Name, string Docs);
