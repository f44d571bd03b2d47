using System.Threading;
using Witx.Bindings.Generator.Binding;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Reporting;

/// <summary>Takes an annotated class through the stages: resolves its witx files, binds it to them and checks both.</summary>
internal static class ClassAnalyzer
{
    /// <summary>Analyzes a class for its generated code. Errors get no suggestions, which are expensive to find.</summary>
    public static AnalysisResult GetResult(ClassInput input, CancellationToken cancellation) =>
        GetResult(input.Reached.Class, new WitxFileSet(input.Files), input.Reached.Build, cancellation);

    /// <inheritdoc cref="GetResult(ClassInput, CancellationToken)"/>
    public static AnalysisResult GetResult(
        AnnotatedClass annotated, WitxFileSet files, BuildOptions build, CancellationToken cancellation) =>
        AnalysisResult.Create(Analyze(annotated, files, build, Suggestions.None, cancellation));

    /// <summary>Analyzes a class of imports for its generated code.</summary>
    public static ImportsResult GetImports(ClassInput input, CancellationToken cancellation)
    {
        ClassAnalysis analysis =
            Analyze(input.Reached.Class, new WitxFileSet(input.Files), input.Reached.Build, Suggestions.None, cancellation);
        return new ImportsResult(analysis.HasErrors ? null : ImportsEmitter.Write(analysis.Resolved), AnalysisResult.Create(analysis));
    }

    /// <summary>Analyzes a class for its diagnostics.</summary>
    public static ClassAnalysis Analyze(
        AnnotatedClass annotated, WitxFileSet files, BuildOptions build, Suggestions suggestions, CancellationToken cancellation)
    {
        ResolvedClass resolved = ResolvedClass.Create(annotated, files, build, suggestions, cancellation);
        return ClassAnalysis.Create(resolved, HostBinder.Bind(resolved), suggestions);
    }
}
