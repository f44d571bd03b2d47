using System.Linq;
using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>An annotated class whose generated part lacks something, because of an error that is reported.</summary>
/// <param name="Target">The class.</param>
/// <param name="IsBound">Whether there is a generated part at all.</param>
/// <param name="Methods">The methods that it declares, by name and form.</param>
internal sealed record UnboundClass(AnnotatedClass Target, bool IsBound, EquatableArray<string> Methods)
{
    private static readonly string[] s_hooks = ["OnCall", "OnReturn", "OnException"];

    /// <summary>Whether a method that the user wrote has a generated declaration.</summary>
    public bool Declares(string name, MethodSignatureKey form) =>
        Methods.Contains(ToKey(name, form.Text)) || (IsBound && Target.Types is null && s_hooks.Contains(name));

    public static string ToKey(string name, string form) => name + " " + form;
}

/// <summary>What is written in place of a part of a class that is missing: declarations of the user's own methods, and types that stand for the missing ones.</summary>
/// <param name="HintName">The name of the file.</param>
/// <param name="Scopes">What lies around the class and how the class is reopened, from the outermost on.</param>
/// <param name="IsHost">Whether the class is to be a host.</param>
/// <param name="Methods">The declarations of the methods.</param>
/// <param name="Types">The types.</param>
internal sealed record UnboundPart(
    string HintName, EquatableArray<UnboundScope> Scopes, bool IsHost, EquatableArray<string> Methods, EquatableArray<UnboundType> Types);

/// <summary>A file, a namespace or a class.</summary>
/// <param name="Header">How it is opened; empty for the file.</param>
/// <param name="Usings">Its using directives.</param>
internal sealed record UnboundScope(string Header, EquatableArray<string> Usings);

/// <summary>A type that stands for one that is missing.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsEnum">Whether it is used as an enum.</param>
/// <param name="Members">The members that the user's code expects of it.</param>
internal sealed record UnboundType(string Name, bool IsEnum, EquatableArray<string> Members);
