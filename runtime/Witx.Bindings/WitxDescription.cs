using System.Collections.Immutable;

namespace Witx.Bindings;

/// <summary>A host class that describes its functions at run time.</summary>
/// <remarks>The generator implements it on classes whose <see cref="WitxModuleAttribute.GenerateDescription"/> is true.</remarks>
public interface IDescribedHost
{
    /// <summary>Returns the descriptions of all functions, in the order of the witx file.</summary>
    ImmutableArray<FunctionDescription> Describe();
}

/// <summary>The description of a function of a witx interface.</summary>
/// <param name="Module">The module name under which guests import the function.</param>
/// <param name="Name">The name under which guests import the function.</param>
/// <param name="Declaration">The declaration in the witx file, without comments.</param>
/// <param name="Docs">The documentation of the function; empty if it has none.</param>
/// <param name="Parameters">The parameters, in the order of the declaration.</param>
/// <param name="Result">The documentation of the result; empty if it has none.</param>
/// <param name="IsImplemented">True if the host class implements the function.</param>
public sealed record FunctionDescription(
    string Module,
    string Name,
    string Declaration,
    string Docs,
    ImmutableArray<ParameterDescription> Parameters,
    string Result,
    bool IsImplemented);

/// <summary>The description of a parameter of a witx function.</summary>
/// <param name="Name">The name of the parameter in the witx file.</param>
/// <param name="Docs">The documentation of the parameter; empty if it has none.</param>
public sealed record ParameterDescription(string Name, string Docs);
