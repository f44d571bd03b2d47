using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>What can be wrong between a witx file and the C# that names it.</summary>
internal static class ClassDiagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Descriptors.Create(
        "WITX301", "Class that is not partial", "'{0}' must be partial, because generated code completes {1}; write '{2}'", Error);

    public static readonly DiagnosticDescriptor CannotBeCompleted = Descriptors.Create(
        "WITX302", "Class that cannot be completed", "generated code cannot complete '{0}': {1}", Error);

    public static readonly DiagnosticDescriptor FileNotFound = Descriptors.Create(
        "WITX303", "Witx file not found", "there is no witx file '{0}' among the project's AdditionalFiles{1}", Error);

    public static readonly DiagnosticDescriptor AmbiguousFile = Descriptors.Create(
        "WITX304", "Witx file named ambiguously", "'{0}' can be {1}; write enough of the path to tell them apart", Error);

    public static readonly DiagnosticDescriptor ModuleNotFound = Descriptors.Create(
        "WITX305", "Module not found", "'{0}' declares {1}", Error);

    public static readonly DiagnosticDescriptor DuplicateFunction = Descriptors.Create(
        "WITX306", "Function of two modules", "module '{0}' has {1}, which module '{2}' of this class has too; one class offers a function once", Error);

    public static readonly DiagnosticDescriptor NotTypesClass = Descriptors.Create(
        "WITX307", "Class without witx types", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor TypeNotShared = Descriptors.Create(
        "WITX308", "Type that is not shared", "{0} {1} not the same in '{2}', so '{3}' declares its own", Info);

    public static readonly DiagnosticDescriptor UnknownError = Descriptors.Create(
        "WITX309", "Unknown error", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor NoErrorEnum = Descriptors.Create(
        "WITX310", "Answer that no function can give", "no function of '{0}' answers with an error enum, so the guest traps instead of being answered '{1}'", Warning);

    public static readonly DiagnosticDescriptor MissingError = Descriptors.Create(
        "WITX311", "Answer of missing functions", "{0}", Warning);

    public static readonly DiagnosticDescriptor UnknownName = Descriptors.Create(
        "WITX312", "Name that the interface does not have", "'{0}' has no {1} '{2}'{3}", Error);

    public static readonly DiagnosticDescriptor InvalidName = Descriptors.Create(
        "WITX313", "Name that cannot be given", "'{0}' {1}", Error);

    public static readonly DiagnosticDescriptor NameTaken = Descriptors.Create(
        "WITX314", "Name that generated code needs", "generated code declares '{0}' for {1} '{2}' of '{3}'; rename this member, or the other by [WitxName(\"{2}\", \"…\")]", Error);

    public static readonly DiagnosticDescriptor NameCollision = Descriptors.Create(
        "WITX315", "Two names that are one in C#", "'{0}' and '{1}' are both '{2}' in C#, so the second is called '{3}'; choose another by [WitxName(\"{1}\", \"…\")]", Warning);

    public static readonly DiagnosticDescriptor PointerWidth = Descriptors.Create(
        "WITX316", "Pointer width that is not possible", "{0}", Error);

    public static readonly DiagnosticDescriptor WrongSignature = Descriptors.Create(
        "WITX317", "Wrong signature", "this is not function '{0}', at {1}; declare it as '{2}'", Error);

    public static readonly DiagnosticDescriptor UnknownMethod = Descriptors.Create(
        "WITX318", "Method that the interface does not have", "no function of '{0}' is called '{1}' in C#{2}", Error);

    public static readonly DiagnosticDescriptor UnusedFile = Descriptors.Create(
        "WITX319", "Unused witx file", "no class of the project is annotated with this file, nor is it used by one that is; annotate a partial class with [WitxModule(\"{0}\")]", Info);

    public static readonly DiagnosticDescriptor NotImplemented = Descriptors.Create(
        "WITX320", "Functions that are not implemented", "{0} of {1} functions of '{2}' are not implemented: {3}", Info);

    public static readonly DiagnosticDescriptor LostModule = Descriptors.Create(
        "WITX321", "Base module that is not offered", "'{0}' derives from '{2}' and does not offer its module '{1}'; add {3} to '{0}'", Error);

    public static readonly DiagnosticDescriptor OldLanguageVersion = Descriptors.Create(
        "WITX322", "C# version too old", "generated code needs C# {0} and this project uses C# {1}; set <LangVersion>{0}</LangVersion> or later in the project file", Error);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, CannotBeCompleted, FileNotFound, AmbiguousFile, ModuleNotFound, DuplicateFunction, NotTypesClass, TypeNotShared, UnknownError,
        NoErrorEnum, MissingError, UnknownName, InvalidName, NameTaken, NameCollision, PointerWidth, WrongSignature, UnknownMethod, UnusedFile,
        NotImplemented, LostModule, OldLanguageVersion,
    ];
}
