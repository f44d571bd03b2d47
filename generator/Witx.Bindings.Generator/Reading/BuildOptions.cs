using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Witx.Bindings.Generator.Reading;

/// <summary>The options of the build.</summary>
/// <param name="ProjectDirectory">The directory of the project; empty if it is unknown.</param>
/// <param name="MapsLines">True to emit <c>#line</c> directives with the paths of witx files. False in deterministic builds, because the
/// paths are local.</param>
/// <param name="OldLanguageVersion">The C# version if it is older than generated code needs; otherwise empty.</param>
internal sealed record BuildOptions(string ProjectDirectory, bool MapsLines, string OldLanguageVersion = "")
{
    /// <summary>The oldest C# version that can compile generated code.</summary>
    public const LanguageVersion MinimumLanguageVersion = LanguageVersion.CSharp12;

    public static BuildOptions Read(AnalyzerConfigOptionsProvider provider, ParseOptions? options) =>
        new(
            Property(provider, "ProjectDir"),
            !IsTrue(Property(provider, "ContinuousIntegrationBuild")) && !IsTrue(Property(provider, "DeterministicSourcePaths")),
            options is CSharpParseOptions { LanguageVersion: < MinimumLanguageVersion and var version } ? version.ToDisplayString() : "");

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value : "";

    private static bool IsTrue(string value) => string.Equals(value, "true", System.StringComparison.OrdinalIgnoreCase);
}
