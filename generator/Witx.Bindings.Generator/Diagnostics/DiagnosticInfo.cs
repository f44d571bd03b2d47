using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>A diagnostic of an annotated class, as plain data.</summary>
/// <param name="Descriptor">The descriptor.</param>
/// <param name="Anchor">The location.</param>
/// <param name="Arguments">The arguments of the message.</param>
/// <param name="Note">The value that a code fix inserts: the suggested name, the expected declaration, or the missing functions.</param>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, DiagnosticAnchor Anchor, EquatableArray<string> Arguments, string? Note = null)
{
    /// <summary>The key of the note in <see cref="Diagnostic.Properties"/>.</summary>
    public const string NoteProperty = "Note";

    /// <summary>
    /// True if the generator reports the diagnostic because generated code is incomplete. The analyzer reports all others, among them a
    /// lost module: that class is complete, and a class that intends it can suppress the error.
    /// </summary>
    public bool IsError => Descriptor.DefaultSeverity is DiagnosticSeverity.Error && Descriptor != ClassDiagnostics.LostModule;

    public Diagnostic At(Location location) => Diagnostic.Create(
        Descriptor,
        location,
        System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(NoteProperty, Note),
        [.. Arguments.Select(Printable.Escape)]);
}
