using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>Something to report about an annotated class, by the generator or by the analyzer.</summary>
/// <param name="Descriptor">What.</param>
/// <param name="Anchor">Where.</param>
/// <param name="Arguments">What is peculiar to this case, in the order of the message.</param>
/// <param name="Note">What a code fix wants to know: the name that was probably meant, the signature, the functions without a body.</param>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, DiagnosticAnchor Anchor, EquatableArray<string> Arguments, string? Note = null)
{
    /// <summary>The property of a diagnostic under which a code fix finds the note.</summary>
    public const string NoteProperty = "Note";

    /// <summary>
    /// Gets a value that indicates whether the generated part lacks something. The generator reports these errors, and the analyzer everything else.
    /// A lost module is for the analyzer: the class is complete, and a class that derives for other members can suppress the error.
    /// </summary>
    public bool IsError => Descriptor.DefaultSeverity is DiagnosticSeverity.Error && Descriptor != ClassDiagnostics.LostModule;

    public Diagnostic At(Location location) => Diagnostic.Create(
        Descriptor,
        location,
        System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(NoteProperty, Note),
        [.. Arguments.Select(Printable.Escape)]);
}
