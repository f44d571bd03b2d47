using System;
using Mono.Cecil;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Translates the names of compiled members to the names that the source has.</summary>
internal static class MemberNames
{
    /// <summary>Converts the name of a type: <c>Outer.Nested</c>, or <c>Outer.Method</c> for a closure or state machine.</summary>
    public static string ToTypeText(TypeReference type)
    {
        if (type.DeclaringType is null) return WithoutArity(type.Name);

        string outer = ToTypeText(type.DeclaringType);
        return ToSourceName(type.Name) is { Length: > 0 } name ? $"{outer}.{WithoutArity(name)}" : outer;
    }

    /// <summary>Converts the name of a method, a property or a field: <c>Type.Member</c>.</summary>
    public static string ToText(IMemberDefinition member)
    {
        string type = ToTypeText(member.DeclaringType);
        if (IsGenerated(member.DeclaringType.Name) && ToSourceName(member.DeclaringType.Name).Length > 0) return type;

        string name = ToSourceName(member.Name);
        if (name is ".ctor" or ".cctor") name = WithoutArity(member.DeclaringType.Name);
        if (member is MethodDefinition { IsSpecialName: true } && name.IndexOf('_') is > 0 and int end) name = name[(end + 1)..];
        return name.Length == 0 ? type : $"{type}.{name}";
    }

    /// <summary>Removes the number of type parameters: <c>Result`2</c> becomes <c>Result</c>.</summary>
    public static string WithoutArity(string name) => name.IndexOf('`', StringComparison.Ordinal) is >= 0 and int end ? name[..end] : name;

    private static bool IsGenerated(string name) => name.StartsWith('<');

    // '<Read>b__0' and '<Read>d__5' belong to the method 'Read'; '<>c__DisplayClass3_0' belongs to the type around it.
    private static string ToSourceName(string name) => IsGenerated(name) ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
}
