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
/// <param name="Hooks">The hooks of the author of a host.</param>
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
    HookModel Hooks,
    EquatableArray<EmbeddedWitxFile> EmbeddedFiles)
{
    /// <summary>Gets the name of a generated file of the class.</summary>
    public string GetFileName(string suffix = "") => Declaration.GetFileName((IsHost ? "" : "-types") + suffix);
}

/// <summary>The hooks of the author of a host.</summary>
/// <param name="OnCall">True if the class implements <c>OnCall</c>.</param>
/// <param name="OnReturn">True if the class implements <c>OnReturn</c>.</param>
/// <param name="OnException">The hook for each error type that functions return.</param>
internal sealed record HookModel(bool OnCall, bool OnReturn, EquatableArray<ExceptionHook> OnException);

/// <summary>The <c>OnException</c> hook of one error type.</summary>
/// <param name="Error">The error type.</param>
/// <param name="IsDeclared">True to declare the partial method. False for a method that the user or a base class declares.</param>
/// <param name="IsImplemented">True if there is a method to call.</param>
internal sealed record ExceptionHook(CSharpType Error, bool IsDeclared, bool IsImplemented);

/// <summary>The core signature, with a name for each parameter.</summary>
internal sealed record SignatureModel(EquatableArray<CoreArgument> Parameters, Witx.Bindings.Language.CoreType? Result);

internal sealed record CoreArgument(string Name, Witx.Bindings.Language.CoreType Type);
