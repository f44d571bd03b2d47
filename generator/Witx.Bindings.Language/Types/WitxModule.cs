using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A module: the functions that a host offers under one import module name.</summary>
/// <param name="Name">The name without its <c>$</c>, which is the import module name.</param>
/// <param name="Functions">The functions, in source order.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record WitxModule(string Name, ImmutableArray<WitxFunction> Functions, string Docs, SourceLocation Location);

/// <summary>A function that a host offers.</summary>
/// <param name="Name">The export name.</param>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Results">The results, in order. Current syntax allows one, pre-2021 syntax any number.</param>
/// <param name="IsNoReturn">True if the function never returns.</param>
/// <param name="Text">The declaration on one line, without comments.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the export name.</param>
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
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record Parameter(string Name, WitxType Type, string Docs, SourceLocation Location);
