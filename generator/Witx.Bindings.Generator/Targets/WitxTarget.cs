namespace Witx.Bindings.Generator;

/// <summary>An annotated class, as plain data: all that the pipeline knows of the user's C#.</summary>
/// <param name="Class">The class.</param>
/// <param name="Path">The witx file that the attribute names.</param>
/// <param name="Module">What a host needs beyond the types of the file; null for a class that holds types only.</param>
internal sealed record WitxTarget(ClassModel Class, string Path, ModuleOptions? Module);

/// <summary>A class to add a part to.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Containers">How to reopen the types around it, from the outermost on: <c>partial class Outer</c>.</param>
/// <param name="Declaration">How to reopen the class itself.</param>
/// <param name="Name">The name with its type parameters.</param>
/// <param name="FullName">The name in full, as file names and messages give it.</param>
internal sealed record ClassModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Declaration,
    string Name,
    string FullName);

/// <summary>What the attributes of a host say.</summary>
/// <param name="Name">The module to take from the file; null for the only one.</param>
/// <param name="PointerWidth">The width of the guest's addresses in bits.</param>
/// <param name="Missing">What happens to functions that are not implemented.</param>
/// <param name="MissingError">The error that they answer with.</param>
/// <param name="Faults">The errors that malformed arguments are answered by.</param>
/// <param name="Types">The class whose types are used where they are equal.</param>
/// <param name="Implemented">The names of the methods that the user wrote, sorted.</param>
internal sealed record ModuleOptions(
    string? Name,
    int PointerWidth,
    MissingFunction Missing,
    string? MissingError,
    FaultAnswers Faults,
    SharedTypes? Types,
    EquatableArray<string> Implemented);

/// <summary>The error of the interface that each kind of fault is answered by, by its witx name; null for a trap.</summary>
internal sealed record FaultAnswers(string? OutOfBounds, string? Misaligned, string? UnknownValue, string? InvalidUtf8);

/// <summary>A class of types that a host shares.</summary>
/// <param name="Name">How C# names the class from anywhere.</param>
/// <param name="Path">The witx file behind it.</param>
internal sealed record SharedTypes(string Name, string Path);

/// <summary>The values of the attribute's enum of the same name.</summary>
internal enum MissingFunction
{
    CompileError,
    Trap,
    Return,
}
