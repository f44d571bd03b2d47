using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>The diagnostic descriptors of witx files, and the format that all descriptors share.</summary>
internal static class Descriptors
{
    /// <summary>The build writes the address of the repository into the assembly.</summary>
    private static readonly string s_repository = typeof(Descriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepositoryUrl").Value;

    /// <summary>The language library defines the errors of witx files and formats their messages.</summary>
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_language = WitxErrors.All.ToImmutableDictionary(
        static kind => kind.Id, static kind => Create(kind.Id, kind.Title, "{0}", DiagnosticSeverity.Error));

    /// <summary>The descriptors for errors of witx files.</summary>
    public static IEnumerable<DiagnosticDescriptor> Language => s_language.Values;

    /// <summary>Creates a descriptor.</summary>
    /// <param name="id">The id, whose meaning never changes.</param>
    /// <param name="title">A noun phrase that users would search for.</param>
    /// <param name="format">The composite format string of the message.</param>
    /// <param name="severity">The default severity.</param>
    public static DiagnosticDescriptor Create(string id, string title, string format, DiagnosticSeverity severity) =>
        new(id, title, format, "Witx", severity, isEnabledByDefault: true, helpLinkUri: HelpLink(id));

    /// <summary>Creates the diagnostic of an error in a witx file.</summary>
    public static Diagnostic Report(WitxError error) =>
        Diagnostic.Create(s_language[error.Id], WitxLocation.Create(error.Location), error.Message);

    private static string HelpLink(string id) => $"{s_repository}/blob/main/docs/diagnostics/{id}.md";
}
