using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;

namespace Witx.Bindings.Generator;

/// <summary>
/// Reports the warnings and information of annotated classes and witx files. The generator reports the errors, because the compiler does
/// not run analyzers when declarations are missing. Both run the same checks.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WitxAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.Language, .. ClassDiagnostics.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (AnalyzedProject.Read(start.Compilation, start.Options, start.CancellationToken) is { } project)
            {
                start.RegisterAdditionalFileAction(context => FileErrors.Report(project, context));
                start.RegisterSymbolAction(context => Report(project, context), SymbolKind.NamedType);
            }
        });
    }

    private static void Report(AnalyzedProject project, SymbolAnalysisContext context)
    {
        if (project.ClassOf(context.Symbol, context.CancellationToken) is not { } type)
        {
            return;
        }

        Func<DiagnosticAnchor, Location>? find = null;
        foreach (DiagnosticInfo diagnostic in type.Diagnostics.Where(static diagnostic => !diagnostic.IsError))
        {
            find ??= DiagnosticAnchorReader.CreateFinder((INamedTypeSymbol)context.Symbol);
            context.ReportDiagnostic(diagnostic.At(find(diagnostic.Anchor)));
        }
    }
}
