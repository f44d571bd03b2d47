using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>The diagnostics of annotated classes.</summary>
internal static class ClassDiagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Descriptors.Create(
        "WITX301", "Missing partial modifier", "'{0}' must be partial, because generated code completes {1}; write '{2}'", Error);

    public static readonly DiagnosticDescriptor CannotBeCompleted = Descriptors.Create(
        "WITX302", "Unsupported class declaration", "Cannot generate code for '{0}': {1}", Error);

    public static readonly DiagnosticDescriptor FileNotFound = Descriptors.Create(
        "WITX303", "Witx file not found", "Witx file '{0}' is not in the project's AdditionalFiles{1}", Error);

    public static readonly DiagnosticDescriptor AmbiguousFile = Descriptors.Create(
        "WITX304", "Ambiguous witx file", "Path '{0}' can mean {1}; write more of the path", Error);

    public static readonly DiagnosticDescriptor ModuleNotFound = Descriptors.Create(
        "WITX305", "Module not found", "'{0}' declares {1}", Error);

    public static readonly DiagnosticDescriptor DuplicateFunction = Descriptors.Create(
        "WITX306",
        "Function in two modules",
        "Module '{0}' has {1}, like module '{2}' of this class; write a class for each module",
        Error);

    public static readonly DiagnosticDescriptor NotTypesClass = Descriptors.Create(
        "WITX307", "Invalid class of shared types", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor TypeNotShared = Descriptors.Create(
        "WITX308", "Type not shared", "{0} {1} different in '{2}', so '{3}' declares its own", Info);

    public static readonly DiagnosticDescriptor UnknownError = Descriptors.Create(
        "WITX309", "Unknown error name", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor NoErrorEnum = Descriptors.Create(
        "WITX310",
        "Interface without an error enum",
        "No function of '{0}' returns an error enum, so '{1}' has no effect and the guest traps; remove it",
        Warning);

    public static readonly DiagnosticDescriptor MissingError = Descriptors.Create(
        "WITX311", "Mismatch of Missing and MissingError", "{0}", Warning);

    public static readonly DiagnosticDescriptor UnknownName = Descriptors.Create(
        "WITX312", "Unknown witx name", "'{0}' has no {1} '{2}'{3}", Error);

    public static readonly DiagnosticDescriptor InvalidName = Descriptors.Create(
        "WITX313", "Invalid C# name", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor NameTaken = Descriptors.Create(
        "WITX314",
        "Conflict with a generated member",
        "Generated code declares '{0}' for {1} '{2}' of '{3}'; rename this member, or add [WitxName(\"{2}\", \"…\")]",
        Error);

    public static readonly DiagnosticDescriptor NameCollision = Descriptors.Create(
        "WITX315",
        "C# name collision",
        "'{0}' and '{1}' are both '{2}' in C#, so the second is named '{3}'; choose a name with [WitxName(\"{1}\", \"…\")]",
        Warning);

    public static readonly DiagnosticDescriptor PointerWidth = Descriptors.Create(
        "WITX316", "Invalid pointer width", "{0}", Error);

    public static readonly DiagnosticDescriptor WrongSignature = Descriptors.Create(
        "WITX317", "Method signature mismatch", "Signature does not match function '{0}' at {1}; declare the method as '{2}'", Error);

    public static readonly DiagnosticDescriptor UnknownMethod = Descriptors.Create(
        "WITX318", "Unknown method", "No function of '{0}' has the C# name '{1}'{2}", Error);

    public static readonly DiagnosticDescriptor UnusedFile = Descriptors.Create(
        "WITX319", "Unused witx file", "No annotated class uses this file; annotate a partial class with [WitxModule(\"{0}\")]", Info);

    public static readonly DiagnosticDescriptor NotImplemented = Descriptors.Create(
        "WITX320", "Unimplemented functions", "{0} of {1} functions of '{2}' are not implemented: {3}", Info);

    public static readonly DiagnosticDescriptor LostModule = Descriptors.Create(
        "WITX321", "Missing base module", "'{0}' derives from '{2}' and does not offer its module '{1}'; add {3} to '{0}'", Error);

    public static readonly DiagnosticDescriptor OldLanguageVersion = Descriptors.Create(
        "WITX322",
        "Unsupported C# version",
        "Generated code needs C# {0}, but the project uses C# {1}; set <LangVersion>{0}</LangVersion> or later in the project file",
        Error);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, CannotBeCompleted, FileNotFound, AmbiguousFile, ModuleNotFound, DuplicateFunction, NotTypesClass, TypeNotShared,
        UnknownError, NoErrorEnum, MissingError, UnknownName, InvalidName, NameTaken, NameCollision, PointerWidth, WrongSignature,
        UnknownMethod, UnusedFile, NotImplemented, LostModule, OldLanguageVersion,
    ];
}
