using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reporting;

/// <summary>The analysis of a class of imports.</summary>
/// <param name="Generated">The code to generate; null if there are errors.</param>
/// <param name="Analysis">The class, if there are errors.</param>
internal sealed record ImportsResult(GeneratedImports? Generated, AnalysisResult Analysis);
