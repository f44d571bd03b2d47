using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>All that one root file says, together with what it uses.</summary>
/// <param name="Types">The typenames, in the order of definition.</param>
/// <param name="Modules">The modules, in the order of definition.</param>
/// <param name="Files">The files that were reached, in the order in which they are read: the roots and all that they use.</param>
/// <param name="Errors">What is wrong with names, types and calls, file by file in the order of the places. A function or type that does
/// not resolve is left out alone.</param>
public sealed record WitxDocument(
    ImmutableArray<TypeDefinition> Types,
    ImmutableArray<WitxModule> Modules,
    ImmutableArray<WitxFile> Files,
    ImmutableArray<WitxError> Errors);
