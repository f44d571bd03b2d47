using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>What can be reported, as the compiler wants it described.</summary>
internal static class Descriptors
{
    /// <summary>The ways in which a witx file can be wrong. The language's own list is the only one; the messages come from there as well.</summary>
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_language = WitxErrors.All.ToImmutableDictionary(
        static kind => kind.Id, static kind => Create(kind.Id, kind.Title, "{0}", DiagnosticSeverity.Error));

    /// <summary>The descriptors of the language's errors.</summary>
    public static IEnumerable<DiagnosticDescriptor> Language => s_language.Values;

    /// <summary>Describes one.</summary>
    /// <param name="id">The id, which never changes its meaning.</param>
    /// <param name="title">What is wrong, in a few words.</param>
    /// <param name="format">The message, with places for what is peculiar to one case.</param>
    /// <param name="severity">How bad it is, unless the user decides otherwise.</param>
    public static DiagnosticDescriptor Create(string id, string title, string format, DiagnosticSeverity severity) =>
        new(id, title, format, "Witx", severity, isEnabledByDefault: true, helpLinkUri: HelpLink(id));

    /// <summary>An error of a witx file, at its place there.</summary>
    public static Diagnostic Report(WitxError error) =>
        Diagnostic.Create(s_language[error.Id], WitxLocation.Create(error.Location), error.Message);

    private static string HelpLink(string id) =>
        $"https://github.com/witx-bindings/witx-bindings/blob/main/docs/diagnostics/{id}.md";
}
