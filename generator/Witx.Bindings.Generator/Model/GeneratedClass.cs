using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>All that is written for one annotated class. Equal models are written alike, so that an unchanged one is not written again.</summary>
/// <param name="Declaration">The class.</param>
/// <param name="IsHost">Whether it offers functions; else it holds types only.</param>
/// <param name="IsDescribed">Whether it tells what its interface says.</param>
/// <param name="Sources">The names of the witx files that the attributes name.</param>
/// <param name="SharedTypes">The class whose types are used where they are equal, as C# names it from anywhere.</param>
/// <param name="Types">The types to declare in the class.</param>
/// <param name="Functions">The functions, in the order of the files.</param>
/// <param name="Codecs">How the types that lie in guest memory lie there.</param>
/// <param name="Errors">The types of the errors that functions answer with.</param>
/// <param name="Hooks">The hooks that the user implements.</param>
/// <param name="EmbeddedFiles">The witx files behind a class of types, for the projects that use it without having them.</param>
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

/// <summary>The core signature, with the name of what each parameter carries.</summary>
internal sealed record SignatureModel(EquatableArray<CoreArgument> Parameters, Witx.Bindings.Language.CoreType? Result);

internal sealed record CoreArgument(string Name, Witx.Bindings.Language.CoreType Type);
