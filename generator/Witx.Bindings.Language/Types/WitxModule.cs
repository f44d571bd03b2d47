using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A module: the functions that a host offers under one import name.</summary>
/// <param name="Name">The name without its <c>$</c>: the name that guests import from.</param>
/// <param name="Functions">The functions, in the order of the file.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name is declared.</param>
public sealed record WitxModule(string Name, ImmutableArray<WitxFunction> Functions, string Docs, SourceLocation Location);

/// <summary>A function that a host offers.</summary>
/// <param name="Name">The export name.</param>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Results">The results, in order; today's dialect has at most one, the older ones any number.</param>
/// <param name="IsNoReturn">Whether the function never comes back.</param>
/// <param name="Text">The declaration as written, without comments, white space folded.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the export name stands.</param>
public sealed record WitxFunction(
    string Name,
    ImmutableArray<Parameter> Parameters,
    ImmutableArray<Parameter> Results,
    bool IsNoReturn,
    string Text,
    string Docs,
    SourceLocation Location);

/// <summary>A parameter or a result of a function.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record Parameter(string Name, WitxType Type, string Docs, SourceLocation Location);
