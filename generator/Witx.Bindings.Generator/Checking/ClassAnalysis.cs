using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Checking;

/// <summary>An annotated class after all stages that can find errors: resolved, bound and checked.</summary>
/// <param name="Resolved">The class and its witx files.</param>
/// <param name="Model">The host or types to generate; null if the class cannot be bound, and for a class of imports.</param>
/// <param name="Suggestions">Finds similar names for messages.</param>
internal sealed record ClassAnalysis(ResolvedClass Resolved, GeneratedClass? Model, Suggestions Suggestions)
{
    /// <summary>The members that the user wrote, by name.</summary>
    public ILookup<string, WrittenMember> WrittenMembers { get; } = Resolved.Class.Members.ToLookup(static member => member.Name);

    /// <summary>The class, as its source declares it.</summary>
    public AnnotatedClass Class => Resolved.Class;

    /// <summary>The name of the class, as a message quotes it.</summary>
    public string Name => Class.Declaration.Name;

    /// <summary>The diagnostics of the class. Those of its witx files are reported for the files.</summary>
    public ImmutableArray<DiagnosticInfo> Diagnostics { get; private init; } = [];

    /// <summary>True if the class, its attributes or the files that it names have errors.</summary>
    public bool HasErrors =>
        (Model is null && Class.Kind is not AnnotatedKind.Imports)
        || !Class.Declaration.CanBeExtended
        || Resolved.Build.OldLanguageVersion.Length > 0
        || Resolved.HasErrors
        || Diagnostics.Any(static diagnostic => diagnostic.IsError);

    /// <summary>Checks a class that has been resolved and bound.</summary>
    public static ClassAnalysis Create(ResolvedClass resolved, GeneratedClass? model, Suggestions suggestions)
    {
        ClassAnalysis analysis = new(resolved, model, suggestions);
        return analysis with { Diagnostics = Check(analysis) };
    }

    /// <summary>Finds the known name that a message suggests.</summary>
    public Suggestion Suggest(string name, IEnumerable<string> known) => Suggestion.Create(name, known, Suggestions);

    private static ImmutableArray<DiagnosticInfo> Check(ClassAnalysis analysis) =>
        analysis.Class.Obstacles.Count > 0 ? [.. ClassCheck.Check(analysis.Class)]
        : analysis.Resolved.Build.OldLanguageVersion.Length > 0 ? []
        :
        [
            .. FileCheck.Check(analysis),
            .. ModuleCheck.Check(analysis),
            .. BaseCheck.Check(analysis),
            .. SharedTypesCheck.Check(analysis),
            .. ErrorValueCheck.Check(analysis),
            .. NameCheck.Check(analysis),
            .. CollisionCheck.Check(analysis),
            .. MethodCheck.Check(analysis),
        ];
}
