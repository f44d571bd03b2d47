using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>An annotated class of the user, as plain data.</summary>
/// <param name="Kind">The attribute.</param>
/// <param name="Declaration">The class.</param>
/// <param name="Path">The witx file of <c>[WitxTypes]</c> or <c>[WitxImports]</c>; empty for a class with <c>[WitxModule]</c>.</param>
/// <param name="Modules">The arguments of each <c>[WitxModule]</c>.</param>
/// <param name="Faults">The arguments of <c>[WitxFaults]</c>, on the class or on its nearest base class that has the attribute.</param>
/// <param name="NameOverrides">The arguments of each <c>[WitxName]</c>, sorted by witx name.</param>
/// <param name="MethodNames">The names of the methods declared in the user's source, sorted.</param>
/// <param name="SharedTypes">The class of shared types; null for none.</param>
/// <param name="Base">The nearest base class with <c>[WitxModule]</c>; null for none.</param>
/// <param name="TypesArguments">The classes that <c>Types</c> arguments name.</param>
/// <param name="Members">The members declared in the user's source.</param>
/// <param name="InheritedHooks">The <c>OnException</c> methods of base classes that the class can call.</param>
/// <param name="Obstacles">The reasons why generated code cannot complete the class.</param>
internal sealed record AnnotatedClass(
    AnnotatedKind Kind,
    ClassDeclaration Declaration,
    string Path,
    EquatableArray<ModuleOptions> Modules,
    FaultErrors Faults,
    EquatableArray<NameOverride> NameOverrides,
    EquatableArray<string> MethodNames,
    SharedTypesClass? SharedTypes,
    AnnotatedClass? Base,
    EquatableArray<TypesArgument> TypesArguments,
    EquatableArray<WrittenMember> Members,
    EquatableArray<InheritedHook> InheritedHooks,
    EquatableArray<ClassObstacle> Obstacles)
{
    /// <summary>The witx files that the attributes name.</summary>
    public IEnumerable<string> Roots => Kind is AnnotatedKind.Host ? Modules.Select(static module => module.Path) : [Path];
}

/// <summary>The attributes that annotate a class.</summary>
internal enum AnnotatedKind
{
    /// <summary><c>[WitxModule]</c>: the class implements the functions of a module.</summary>
    Host,

    /// <summary><c>[WitxTypes]</c>: the class nests the types of a file for several hosts.</summary>
    SharedTypes,

    /// <summary><c>[WitxImports]</c>: the class calls the functions of a host from a guest.</summary>
    Imports,
}

/// <summary>The declaration of a class, from which another part of it is declared.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Containers">The headers of the containing types, outermost first, such as <c>partial class Outer</c>.</param>
/// <param name="Header">The header of the class.</param>
/// <param name="Name">The name with its type parameters.</param>
/// <param name="SimpleName">The name without type parameters.</param>
/// <param name="FullName">The full name, for file names and lookups.</param>
/// <param name="CanBeExtended">True if generated code can add a part.</param>
/// <param name="IsVisible">True if other assemblies can see the class.</param>
/// <param name="IsClsChecked">True if the compiler checks the class for CLS compliance.</param>
/// <param name="HintName">The name of its generated file without an extension.</param>
/// <param name="IsInThisProject">True if the class is declared in this project.</param>
internal sealed record ClassDeclaration(
    string Namespace,
    EquatableArray<string> Containers,
    string Header,
    string Name,
    string SimpleName,
    string FullName,
    bool CanBeExtended,
    bool IsVisible,
    bool IsClsChecked,
    string HintName,
    bool IsInThisProject)
{
    /// <summary>
    /// Gets the name of a generated file of the class. No C# name contains <c>-</c>, so the suffixes cannot collide with a class.
    /// </summary>
    public string GetFileName(string suffix = "") => HintName + suffix + ".g.cs";
}

/// <summary>The arguments of one <c>[WitxModule]</c>.</summary>
/// <param name="Path">The witx file.</param>
/// <param name="Name">The name of the module; null for the only one of the file.</param>
/// <param name="PointerWidth">The width of guest addresses in bits: 32 or 64.</param>
/// <param name="Missing">The behavior of functions that are not implemented.</param>
/// <param name="MissingError">The error that they return.</param>
/// <param name="ReentrantFunctions">The functions that may call the guest.</param>
/// <param name="GenerateDescription">True if the class implements <c>IDescribedHost</c>.</param>
internal sealed record ModuleOptions(
    string Path,
    string? Name,
    int PointerWidth,
    MissingFunction Missing,
    string? MissingError,
    EquatableArray<string> ReentrantFunctions,
    bool GenerateDescription);

/// <summary>The witx name of the error that each kind of fault returns; null for a trap.</summary>
/// <param name="Base">The base class that has the attribute; null if the class itself has it, or none has.</param>
internal sealed record FaultErrors(
    string? OutOfBounds, string? Misaligned, string? UnknownValue, string? InvalidUtf8, FaultBase? Base = null);

/// <summary>A base class from which a class inherits <c>[WitxFaults]</c>.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="IsHost">True if the base class has <c>[WitxModule]</c>, so that its errors are checked against its own interface.</param>
internal sealed record FaultBase(string Name, bool IsHost);

/// <summary>An <c>OnException</c> method of a base class.</summary>
/// <param name="Error">The simple name of the error type.</param>
/// <param name="Container">The qualified name of the class that nests the error type; null if it is not known before generation.</param>
internal sealed record InheritedHook(string Error, string? Container);

/// <summary>A C# name that the user chose by <c>[WitxName]</c>.</summary>
/// <param name="Witx">The witx name, such as <c>fd_read</c>, <c>$errno</c> or <c>$errno.2big</c>.</param>
/// <param name="Name">The C# identifier.</param>
internal sealed record NameOverride(string Witx, string Name);

/// <summary>A class whose types a host shares.</summary>
/// <param name="Name">The fully qualified name of the class.</param>
/// <param name="Path">The path of its witx file.</param>
/// <param name="Names">The arguments of each <c>[WitxName]</c>.</param>
/// <param name="EmbeddedFiles">The witx files embedded in its assembly; empty for a class of this project.</param>
/// <param name="IsCompleted">True if generated code can complete the class, or has completed it in its assembly.</param>
internal sealed record SharedTypesClass(
    string Name, string Path, EquatableArray<NameOverride> Names, EquatableArray<EmbeddedWitxFile> EmbeddedFiles, bool IsCompleted);

/// <summary>The <c>Types</c> argument of a <c>[WitxModule]</c>.</summary>
/// <param name="Module">The index of the attribute.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="HoldsTypes">True if the class has <c>[WitxTypes]</c>.</param>
/// <param name="IsInThisProject">True if the class is declared in this project.</param>
internal sealed record TypesArgument(int Module, string Name, bool HoldsTypes, bool IsInThisProject);

/// <summary>A member declared in the user's source.</summary>
/// <param name="Name">The name.</param>
/// <param name="Index">The index among the members of that name.</param>
/// <param name="Method">The method; null for other members.</param>
internal sealed record WrittenMember(string Name, int Index, WrittenMethod? Method);

/// <summary>A witx file that an assembly embeds.</summary>
internal sealed record EmbeddedWitxFile(string Path, string Text);

/// <summary>The values of the attribute's enum of the same name.</summary>
internal enum MissingFunction
{
    CompileError,
    Trap,
    Return,
}

/// <summary>A reason why generated code cannot complete a class.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Type">The simple name of the type or attribute that it concerns: usually the class itself, or a type around it.</param>
/// <param name="Depth">0 for the class itself, 1 for the type around it, and so on.</param>
/// <param name="PartialHeader">The declaration of the type with <c>partial</c> added; empty for the other kinds.</param>
internal sealed record ClassObstacle(ClassObstacleKind Kind, string Type, int Depth = 0, string PartialHeader = "");

/// <summary>The reasons why generated code cannot complete a class.</summary>
internal enum ClassObstacleKind
{
    /// <summary>The class, or a type around it, is not <c>partial</c>.</summary>
    NotPartial,

    /// <summary>The class, or a type around it, is <c>file</c>-local.</summary>
    FileLocal,

    /// <summary>A host is <c>static</c>.</summary>
    Static,

    /// <summary>A host also has <c>[WitxTypes]</c>, and its modules do not share these types.</summary>
    DeclaresTypesTwice,

    /// <summary>A class of imports is not <c>static</c>.</summary>
    NotStatic,

    /// <summary>A class of imports is nested in another type.</summary>
    Nested,

    /// <summary>A class of imports has <c>[WitxName]</c> or another attribute for hosts.</summary>
    HasHostAttribute,
}
