using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Witx.Bindings.Generator;

/// <summary>Says what is wrong with witx files, at their places there, and with the classes that name them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WitxAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.Language, .. TargetErrors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (WitxProject.Read(start.Compilation, start.Options, start.CancellationToken) is { } project)
            {
                start.RegisterAdditionalFileAction(context => FileErrors.Report(project, context));
            }
        });
    }
}
