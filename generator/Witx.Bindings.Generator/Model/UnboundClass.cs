using System.Linq;
using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>An annotated class whose generated part is missing or incomplete because of a reported error.</summary>
/// <param name="Target">The class.</param>
/// <param name="IsBound">True if there is a generated part.</param>
/// <param name="Methods">The methods that the generated part declares.</param>
internal sealed record UnboundClass(AnnotatedClass Target, bool IsBound, EquatableArray<DeclaredMethod> Methods)
{
    private static readonly string[] s_hooks = ["OnCall", "OnReturn", "OnException"];

    /// <summary>True if the generated part declares a method of the user.</summary>
    public bool Declares(string name, WrittenMethod written) =>
        Methods.Any(method => method.Name == name && written.Implements(method.Signature))
            || (IsBound && Target.Kind is AnnotatedKind.Host && s_hooks.Contains(name));
}

/// <summary>A partial method that generated code declares.</summary>
internal sealed record DeclaredMethod(string Name, MethodSignature Signature);

/// <summary>A placeholder for a missing part of a class. It declares the user's methods and the missing types.</summary>
/// <param name="HintName">The name of the file.</param>
/// <param name="Scopes">The file, namespaces, containing types and the class, outermost first.</param>
/// <param name="IsHost">True if the class must implement <c>IHostModule</c>.</param>
/// <param name="Methods">The declarations of the methods.</param>
/// <param name="Types">The types.</param>
internal sealed record UnboundPart(
    string HintName, EquatableArray<UnboundScope> Scopes, bool IsHost, EquatableArray<string> Methods, EquatableArray<UnboundType> Types);

/// <summary>A file, a namespace or a class.</summary>
/// <param name="Header">The declaration in front of its brace; empty for the file.</param>
/// <param name="Usings">Its using directives.</param>
internal sealed record UnboundScope(string Header, EquatableArray<string> Usings);

/// <summary>A placeholder for a missing type.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsEnum">True if the user's code uses it as an enum.</param>
/// <param name="Members">The members that the user's code refers to.</param>
internal sealed record UnboundType(string Name, bool IsEnum, EquatableArray<string> Members);
