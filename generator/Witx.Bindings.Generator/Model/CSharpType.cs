using System;
using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>A reference to a C# type.</summary>
/// <param name="Scope">The place that declares the type.</param>
/// <param name="Name">The simple name; empty for a tuple.</param>
/// <param name="Arguments">The type arguments, or the items of a tuple.</param>
/// <param name="Container">The type that nests it; null for none.</param>
internal sealed record CSharpType(TypeScope Scope, string Name, EquatableArray<CSharpType> Arguments, CSharpType? Container = null)
{
    public static readonly CSharpType Void = new(TypeScope.Language, "void");
    public static readonly CSharpType Boolean = new(TypeScope.Language, "bool");
    public static readonly CSharpType Byte = new(TypeScope.Language, "byte");
    public static readonly CSharpType UInt64 = new(TypeScope.Language, "ulong");
    public static readonly CSharpType Exception = new(TypeScope.System, "Exception");
    public static readonly CSharpType GuestMemory = CreateApi("GuestMemory");
    public static readonly CSharpType GuestCall = CreateApi("GuestCall");
    public static readonly CSharpType GuestString = CreateApi("GuestString");

    /// <summary>Creates a reference to a type without type arguments.</summary>
    public CSharpType(TypeScope scope, string name)
        : this(scope, name, [])
    {
    }

    /// <summary>Creates a reference to a type of the namespace <c>Witx.Bindings</c>.</summary>
    public static CSharpType CreateApi(string name, params ReadOnlySpan<CSharpType> arguments) =>
        new(TypeScope.Api, name, EquatableArray.Create(arguments));

    /// <summary>Creates a reference to a type of the namespace <c>Witx.Bindings.Glue</c>.</summary>
    public static CSharpType CreateGlue(string name, params ReadOnlySpan<CSharpType> arguments) =>
        new(TypeScope.Glue, name, EquatableArray.Create(arguments));

    /// <summary>Creates a reference to a member of the annotated class, of its base classes or of its glue.</summary>
    public static CSharpType CreateMember(string name) => new(TypeScope.Class, name);

    /// <summary>Creates a tuple type. C# has no tuple syntax for a single item.</summary>
    public static CSharpType CreateTuple(EquatableArray<CSharpType> items) =>
        items.Count == 1 ? new CSharpType(TypeScope.System, "ValueTuple", items) : new CSharpType(TypeScope.Language, "", items);

    /// <summary>True if the type has the same name, without regard to the places that declare it and its arguments.</summary>
    public bool HasSameName(CSharpType other)
    {
        if (Name != other.Name || Arguments.Count != other.Arguments.Count)
        {
            return false;
        }

        for (int i = 0; i < Arguments.Count; i++)
        {
            if (!Arguments[i].HasSameName(other.Arguments[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if this type, a type around it or a type argument meets a condition.</summary>
    public bool Any(Func<CSharpType, bool> condition) =>
        condition(this) || Container?.Any(condition) is true || Arguments.Any(argument => argument.Any(condition));
}

/// <summary>The place that declares a C# type.</summary>
internal enum TypeScope
{
    /// <summary>The language: a keyword, or a tuple.</summary>
    Language,

    /// <summary>The namespace <c>System</c>.</summary>
    System,

    /// <summary>The namespace <c>System.Text</c>.</summary>
    SystemText,

    /// <summary>The namespace <c>Witx.Bindings</c>.</summary>
    Api,

    /// <summary>The namespace <c>Witx.Bindings.Glue</c>.</summary>
    Glue,

    /// <summary>The annotated class, its base classes and its glue.</summary>
    Class,

    /// <summary>The class of shared types.</summary>
    SharedTypes,

    /// <summary>A place in the user's source that is not known.</summary>
    Unknown,
}

/// <summary>A member of an enum.</summary>
internal sealed record EnumValue(CSharpType Type, string Member);
