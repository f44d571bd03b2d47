using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>The resolved types and modules of root files and of all files that they use.</summary>
/// <param name="Types">The named types, in order of definition.</param>
/// <param name="Modules">The modules, in order of definition.</param>
/// <param name="Files">The root files and all files that they use, in the order of reading.</param>
/// <param name="Errors">The errors of names, types and calls, by file and in source order. A function or type with an error is omitted from
/// the document.</param>
public sealed record WitxDocument(
    ImmutableArray<TypeDefinition> Types,
    ImmutableArray<WitxModule> Modules,
    ImmutableArray<WitxFile> Files,
    ImmutableArray<WitxError> Errors);
