using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Naming;

namespace Witx.Bindings.Generator.Model;

/// <summary>An annotated class, as plain data: all that the pipeline knows of the user's C#.</summary>
/// <param name="Declaration">The class.</param>
/// <param name="Types">The witx file of <c>[WitxTypes]</c>; null on the target of <c>[WitxModule]</c>.</param>
/// <param name="Modules">What each <c>[WitxModule]</c> says.</param>
/// <param name="Faults">The errors that malformed arguments are answered by.</param>
/// <param name="NameOverrides">The C# names that the class gives, sorted by what is named.</param>
/// <param name="MethodNames">The names of the methods that the user wrote, sorted.</param>
/// <param name="SharedTypes">The class whose types are used where they are equal.</param>
/// <param name="Base">The nearest base class that is a host too.</param>
/// <param name="TypesArguments">The classes that the attributes name as homes of types.</param>
/// <param name="Members">The members that the user wrote.</param>
/// <param name="Obstacles">What keeps generated code from completing the class.</param>
internal sealed record AnnotatedClass(
    ClassDeclaration Declaration,
    string? Types,
    EquatableArray<ModuleOptions> Modules,
    FaultErrors Faults,
    EquatableArray<NameOverride> NameOverrides,
    EquatableArray<string> MethodNames,
    SharedTypesClass? SharedTypes,
    AnnotatedClass? Base,
    EquatableArray<TypesArgument> TypesArguments,
    EquatableArray<WrittenMember> Members,
    EquatableArray<ClassObstacle> Obstacles)
{
    /// <summary>The witx files that the attributes name.</summary>
    public IEnumerable<string> Roots => Types is { } types ? [types] : Modules.Select(static module => module.Path);
}

/// <summary>A class to add a part to.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Containers">How to reopen the types around it, from the outermost on: <c>partial class Outer</c>.</param>
/// <param name="Header">How to reopen the class itself.</param>
/// <param name="Name">The name with its type parameters.</param>
/// <param name="SimpleName">The name without type parameters.</param>
/// <param name="FullName">The name in full, as file names and messages give it.</param>
/// <param name="CanBeExtended">Whether a part can be added: the class and all around it are partial, and a host is no static class.</param>
/// <param name="IsVisible">Whether other assemblies can see the class.</param>
/// <param name="IsClsChecked">Whether the compiler holds what the class offers against the common language specification.</param>
/// <param name="HintName">The name of its generated file, without an extension.</param>
/// <param name="IsInThisProject">Whether it is a class of this project.</param>
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
    /// <summary>Gets the name of a generated file of the class. No C# name contains <c>-</c>, so the suffixes cannot collide with a class.</summary>
    public string GetFileName(bool isHost, string suffix = "") => HintName + (isHost ? "" : "-types") + suffix + ".g.cs";
}

/// <summary>What one <c>[WitxModule]</c> says.</summary>
/// <param name="Path">The witx file.</param>
/// <param name="Name">The module to take from it; null for the only one.</param>
/// <param name="PointerWidth">The width of the guest's addresses in bits.</param>
/// <param name="Missing">What happens to functions that are not implemented.</param>
/// <param name="MissingError">The error that they answer with.</param>
/// <param name="ReentrantFunctions">The functions that call back into the guest.</param>
/// <param name="GenerateDescription">Whether the class tells what its interface says.</param>
internal sealed record ModuleOptions(
    string Path,
    string? Name,
    int PointerWidth,
    MissingFunction Missing,
    string? MissingError,
    EquatableArray<string> ReentrantFunctions,
    bool GenerateDescription);

/// <summary>The error of the interface that each kind of fault is answered by, by its witx name; null for a trap.</summary>
internal sealed record FaultErrors(string? OutOfBounds, string? Misaligned, string? UnknownValue, string? InvalidUtf8);

/// <summary>A class of types that a host shares.</summary>
/// <param name="Name">How C# names the class from anywhere.</param>
/// <param name="Path">The witx file behind it.</param>
/// <param name="Names">The C# names that the class gives.</param>
/// <param name="EmbeddedFiles">The witx files that its assembly carries; empty for a class of the same project.</param>
/// <param name="IsCompleted">Whether generated code can complete the class, or has completed it in its assembly.</param>
internal sealed record SharedTypesClass(
    string Name, string Path, EquatableArray<NameOverride> Names, EquatableArray<EmbeddedWitxFile> EmbeddedFiles, bool IsCompleted);

/// <summary>A class that a <c>[WitxModule]</c> names as the home of types.</summary>
/// <param name="Module">Which attribute.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="HoldsTypes">Whether it is annotated with a witx file.</param>
/// <param name="IsInThisProject">Whether it is a class of this project.</param>
internal sealed record TypesArgument(int Module, string Name, bool HoldsTypes, bool IsInThisProject);

/// <summary>A member that the user wrote.</summary>
/// <param name="Name">The name.</param>
/// <param name="Index">Which of the members of that name.</param>
/// <param name="Method">What it looks like, if it is a method.</param>
internal sealed record WrittenMember(string Name, int Index, MethodSignatureKey? Method);

/// <summary>A witx file that an assembly carries.</summary>
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
/// <param name="Type">The simple name of the type that it concerns: the class itself, or a type around it.</param>
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
}
