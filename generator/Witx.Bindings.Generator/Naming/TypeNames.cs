using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>Formats references to C# types.</summary>
internal static class TypeNames
{
    /// <summary>The alias of the class of shared types in a generated file.</summary>
    public const string SharedTypesAlias = "WitxTypes";

    /// <summary>Formats a type as generated code refers to it.</summary>
    public static string Format(CSharpType type)
    {
        if (type is { Scope: TypeScope.Language or TypeScope.Class, Arguments.Count: 0, Container: null })
        {
            return type.Name;
        }

        TextBuilder text = new(stackalloc char[TextBuilder.StackLength]);
        Append(ref text, type, isQualified: true);
        return text.ToStringAndDispose();
    }

    /// <summary>Formats a member of an enum as generated code refers to it.</summary>
    public static string Format(EnumValue value) => $"{Format(value.Type)}.{value.Member}";

    /// <summary>Appends a type.</summary>
    /// <param name="text">The text to append to.</param>
    /// <param name="type">The type.</param>
    /// <param name="isQualified">True for generated code; false for names as a user writes them, without namespaces.</param>
    public static void Append(ref TextBuilder text, CSharpType type, bool isQualified)
    {
        if (isQualified)
        {
            AppendScope(ref text, type);
        }

        text.Append(type.Name);
        if (type.Arguments.Count == 0)
        {
            return;
        }

        bool isTuple = type.Name.Length == 0;
        string lead = isTuple ? "(" : "<";
        foreach (CSharpType argument in type.Arguments)
        {
            text.Append(lead);
            Append(ref text, argument, isQualified);
            lead = ", ";
        }

        text.Append(isTuple ? ')' : '>');
    }

    private static void AppendScope(ref TextBuilder text, CSharpType type)
    {
        if (type.Container is { } container)
        {
            Append(ref text, container, isQualified: true);
            text.Append('.');
            return;
        }

        text.Append(type.Scope switch
        {
            TypeScope.System => "global::System.",
            TypeScope.SystemText => "global::System.Text.",
            TypeScope.Api => "WitxApi::",
            TypeScope.Glue => "WitxGlue::",
            TypeScope.SharedTypes => SharedTypesAlias + ".",
            _ => "",
        });
    }
}
