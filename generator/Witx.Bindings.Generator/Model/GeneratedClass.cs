using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>
/// The code to generate for one annotated class. Equal models produce equal code, so an unchanged model is not emitted again.
/// </summary>
/// <param name="Declaration">The class.</param>
/// <param name="IsHost">True for a class with functions; false for a class of shared types.</param>
/// <param name="IsDescribed">True if it implements <c>IDescribedHost</c>.</param>
/// <param name="Sources">The names of the witx files that the attributes name.</param>
/// <param name="SharedTypes">The fully qualified name of the class of shared types; null for none.</param>
/// <param name="Types">The types to declare in the class.</param>
/// <param name="Functions">The functions, in the order of the files.</param>
/// <param name="Codecs">The codecs of the types that are read from or written to guest memory.</param>
/// <param name="Errors">The error types that functions return.</param>
/// <param name="Hooks">The hooks that the user implements.</param>
/// <param name="EmbeddedFiles">The witx files to embed, for projects that use a class of shared types without its files.</param>
internal sealed record GeneratedClass(
    ClassDeclaration Declaration,
    bool IsHost,
    bool IsDescribed,
    EquatableArray<string> Sources,
    string? SharedTypes,
    EquatableArray<TypeModel> Types,
    EquatableArray<FunctionModel> Functions,
    EquatableArray<CodecModel> Codecs,
    EquatableArray<string> Errors,
    HookModel Hooks,
    EquatableArray<EmbeddedWitxFile> EmbeddedFiles)
{
    /// <summary>Gets the name of a generated file of the class.</summary>
    public string GetFileName(string suffix = "") => Declaration.GetFileName(IsHost, suffix);
}

/// <summary>The hooks that the user implements.</summary>
internal sealed record HookModel(bool OnCall, bool OnReturn, bool OnException);

/// <summary>The core signature, with a name for each parameter.</summary>
internal sealed record SignatureModel(EquatableArray<CoreArgument> Parameters, Witx.Bindings.Language.CoreType? Result);

internal sealed record CoreArgument(string Name, Witx.Bindings.Language.CoreType Type);
